package dev.glimpse.evaluation.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts runs of one to four words.
final class NGrams {
    static final int LONGEST = 4;

    private NGrams() {}

    /// How often each run is there; a run is the list of its words.
    static Map<List<String>, Integer> of(List<String> words) {
        var counts = new HashMap<List<String>, Integer>();
        for (int length = 1; length <= LONGEST; length++) {
            for (int start = 0; start + length <= words.size(); start++) {
                counts.merge(List.copyOf(words.subList(start, start + length)), 1, Integer::sum);
            }
        }
        return counts;
    }
}
