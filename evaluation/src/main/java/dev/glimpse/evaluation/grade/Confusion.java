package dev.glimpse.evaluation.grade;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which answers were given where which were right: a model that likes a letter shows here.
///
/// @param labels the answers there are, in order; last come [#UNREAD] and [#FAILED] if they occur
/// @param counts by right answer, then by given one; absent is none
public record Confusion(List<String> labels, Map<String, Map<String, Integer>> counts) {
    /// Stands for answers in which nothing was read.
    public static final String UNREAD = "unread";

    /// Stands for questions that got no answer.
    public static final String FAILED = "failed";

    public Confusion {
        labels = List.copyOf(labels);
        var copy = new LinkedHashMap<String, Map<String, Integer>>();
        counts.forEach((right, given) -> copy.put(right, Map.copyOf(given)));
        counts = Map.copyOf(copy);
    }

    /// Counts over questions whose right answer is known.
    public static Confusion of(List<Graded> rows) {
        var labels = new TreeSet<String>();
        var counts = new TreeMap<String, Map<String, Integer>>();
        boolean unread = false;
        boolean failed = false;
        for (Graded row : rows) {
            if (row.question().answer().isEmpty()) {
                continue;
            }
            String given = row.failed() ? FAILED : row.extracted().orElse(UNREAD);
            labels.add(row.question().answer());
            if (given.equals(FAILED) || given.equals(UNREAD)) {
                failed |= given.equals(FAILED);
                unread |= given.equals(UNREAD);
            } else {
                labels.add(given);
            }
            counts.computeIfAbsent(row.question().answer(), _ -> new TreeMap<>())
                    .merge(given, 1, Integer::sum);
        }
        var ordered = new ArrayList<>(labels);
        if (unread) {
            ordered.add(UNREAD);
        }
        if (failed) {
            ordered.add(FAILED);
        }
        return new Confusion(ordered, counts);
    }

    /// How often `given` was the answer where `right` was the right one.
    public int count(String right, String given) {
        return counts.getOrDefault(right, Map.of()).getOrDefault(given, 0);
    }

    /// How often an answer was given at all.
    public int given(String label) {
        return labels.stream().mapToInt(right -> count(right, label)).sum();
    }
}
