package dev.glimpse.evaluation.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Watches rows go by for options that VLMEvalKit would read otherwise, since pandas takes some
/// texts for missing and columns of numbers for numbers. Confined to one thread.
final class PandasDifferences {
    private static final class Column {
        private boolean numbers = true;
        private final List<String> rewritten = new ArrayList<>();
    }

    private final List<String> vanished = new ArrayList<>();
    private final Map<String, Column> columns = new TreeMap<>();

    void see(String index, Map<String, String> optionCells) {
        optionCells.forEach((letter, text) -> {
            if (text.isEmpty()) {
                return;
            }
            var column = columns.computeIfAbsent(letter, _ -> new Column());
            if (PandasText.missing(text)) {
                vanished.add(index + " " + letter);
            } else if (!PandasText.number(text)) {
                column.numbers = false;
            } else if (PandasText.rewritten(text)) {
                column.rewritten.add(index + " " + letter);
            }
        });
    }

    /// What was seen, a line each; none if nothing differs.
    List<String> notes() {
        var notes = new ArrayList<String>();
        if (!vanished.isEmpty()) {
            notes.add(
                    "options that VLMEvalKit does not see (pandas reads them as missing): "
                            + shown(vanished));
        }
        List<String> rewritten =
                columns.values().stream()
                        .filter(column -> column.numbers)
                        .flatMap(column -> column.rewritten.stream())
                        .toList();
        if (!rewritten.isEmpty()) {
            notes.add("options that VLMEvalKit reads as other numbers: " + shown(rewritten));
        }
        return notes;
    }

    private static String shown(List<String> all) {
        int count = Math.min(all.size(), 10);
        String first = String.join(", ", all.subList(0, count));
        return all.size() == count ? first : first + " and " + (all.size() - count) + " more";
    }
}
