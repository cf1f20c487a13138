package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.table.TableRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a row says of its question beside its categories: columns that benchmarks break scores down
/// by, and what follows from others.
final class Traits {
    /// Columns whose values are traits: of ScienceQA, MathVista, MM-Vet and rendered sets.
    private static final List<String> COLUMNS =
            List.of(
                    "skill",
                    "skills",
                    "capability",
                    "question_type",
                    "answer_type",
                    "precision",
                    "unit",
                    "language",
                    "source",
                    "context",
                    "grade",
                    "topic",
                    "task");

    private static final Set<String> MM_VET = Set.of("rec", "ocr", "know", "gen", "spat", "math");

    /// MM-Vet's questions are open; other sets have categories of these names too.
    private static final List<String> NOT_MM_VET =
            List.of("A", "choices", "options", "candidates", "choice0", "l2-category");

    private Traits() {}

    static Map<String, List<String>> of(TableRow row) {
        var traits = new TreeMap<String, List<String>>();
        for (String column : COLUMNS) {
            List<String> values = named(column, values(row, column));
            if (!values.isEmpty()) {
                traits.put(column, values);
            }
        }
        List<String> capabilities = traits.getOrDefault("capability", mmVet(row));
        if (!capabilities.isEmpty()) {
            traits.put("capability", capabilities);
            String all = capabilities.stream().sorted().collect(Collectors.joining("+"));
            traits.put("capabilities", List.of(all));
        }
        if (row.cells().containsKey("lecture") || row.cell("grade").matches("grade\\d+")) {
            traits.putAll(scienceQa(row));
        }
        return traits;
    }

    /// MM-Vet's capabilities where VLMEvalKit has them, as its categories; none in other sets.
    private static List<String> mmVet(TableRow row) {
        List<String> listed = listed(row.cell("category"));
        boolean others = NOT_MM_VET.stream().anyMatch(column -> !row.cell(column).isEmpty());
        return !others && MM_VET.containsAll(listed) ? listed : List.of();
    }

    private static List<String> listed(String text) {
        return Stream.of(text.split(",")).map(String::strip).distinct().toList();
    }

    /// MathVista's `testmini.json` says `not applicable` of what its scores call daily life.
    private static List<String> named(String column, List<String> values) {
        return column.equals("grade") && values.equals(List.of("not applicable"))
                ? List.of("daily life")
                : values;
    }

    private static List<String> values(TableRow row, String column) {
        String text = row.cell(column).strip();
        if (PandasText.missing(text)) {
            return List.of();
        }
        if (ListText.isList(text)) {
            return ListText.parse(text, row.where()).stream().distinct().toList();
        }
        return column.equals("capability") ? listed(text) : List.of(text);
    }

    /// The lines of ScienceQA's tables (`tools/evaluate_acc.py` at 2cbf831): what stands beside the
    /// question, bands of grades, subjects.
    private static Map<String, List<String>> scienceQa(TableRow row) {
        boolean text = !PandasText.missing(row.cell("hint").strip());
        boolean image = ImageCell.wanted(row) && !(ImageCell.of(row) instanceof ImageCell.None);
        var traits = new TreeMap<String, List<String>>();
        traits.put(
                "beside",
                text || image
                        ? Stream.of(text ? "TXT" : "", image ? "IMG" : "")
                                .filter(name -> !name.isEmpty())
                                .toList()
                        : List.of("NO"));
        String grade = row.cell("grade").toLowerCase(Locale.ROOT);
        if (grade.matches("grade\\d{1,2}")) {
            int number = Integer.parseInt(grade.substring("grade".length()));
            traits.put("grades", List.of(number <= 6 ? "G1-6" : "G7-12"));
        }
        switch (row.cell("subject")) {
            case "natural science" -> traits.put("subject", List.of("NAT"));
            case "social science" -> traits.put("subject", List.of("SOC"));
            case "language science" -> traits.put("subject", List.of("LAN"));
            case String other when !other.isBlank() -> traits.put("subject", List.of(other));
            case String _ -> {}
        }
        return traits;
    }
}
