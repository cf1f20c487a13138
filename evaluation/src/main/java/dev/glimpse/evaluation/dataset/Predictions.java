package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers that another program, or a run of this one, has left in a file: VLMEvalKit's xlsx, tsv
/// or json, lmms-eval's jsonl, official result files.
public final class Predictions {
    private static final List<String> COLUMNS =
            List.of(
                    "prediction",
                    "filtered_resps",
                    "resps",
                    "response",
                    "output_2",
                    "text",
                    "pred",
                    "output",
                    "model_answer");
    private static final List<String> FAILURES =
            List.of("Failed to obtain answer via API", "[LMMS_EVAL_REQUEST_FAILED");

    private final Map<String, Optional<String>> byIndex = new LinkedHashMap<>();

    private Predictions() {}

    /// Reads a file.
    ///
    /// @param column which column holds the answers; empty looks for one by its name
    /// @throws DatasetException if there is no such column
    public static Predictions read(Path file, String column) {
        return read(file, column, "");
    }

    /// Reads a file.
    ///
    /// @param column which column holds the answers; empty looks for one by its name
    /// @param read the column that the rule reads; then no other will do, and rows without it have
    ///   no answer. Empty where the rule reads answers as they were given
    /// @throws DatasetException if there is no such column
    public static Predictions read(Path file, String column, String read) {
        String named = column.isEmpty() ? read : column;
        var predictions = new Predictions();
        var indexes = new RowIndexes();
        boolean[] found = {false};
        Table.open(file)
                .forEach(row -> {
                    String own = named.isEmpty() ? column(row) : named;
                    found[0] |= row.cells().containsKey(own);
                    boolean lacking = named.equals(read) && !row.cells().containsKey(own);
                    predictions.byIndex.put(
                            indexes.of(row), lacking ? Optional.empty() : text(row, own));
                });
        if (!found[0]) {
            throw new DatasetException(file + " has no column " + missing(column, read));
        }
        return predictions;
    }

    private static String missing(String column, String read) {
        if (column.isEmpty() && !read.isEmpty()) {
            return read + ", which the rule for these answers reads; name another with --column";
        }
        return (column.isEmpty() ? String.join(", ", COLUMNS) : column)
                + "; name the one with the answers";
    }

    private static String column(TableRow row) {
        return COLUMNS.stream().filter(row.cells()::containsKey).findFirst().orElse("prediction");
    }

    /// The answer; nothing where the program says it got none.
    private static Optional<String> text(TableRow row, String column) {
        if (row.cells().containsKey("failure")) {
            return Optional.empty();
        }
        String cell = row.cell(column);
        String text = column.endsWith("resps") ? firstOfList(cell) : cell;
        return FAILURES.stream().anyMatch(text::contains) ? Optional.empty() : Optional.of(text);
    }

    /// lmms-eval keeps lists of lists of answers.
    private static String firstOfList(String cell) {
        try {
            JsonNode node = JsonMapper.shared().readTree(cell);
            while (node.isArray()) {
                node = node.path(0);
            }
            return node.isString() ? node.asString() : cell;
        } catch (JacksonException _) {
            return cell;
        }
    }

    /// The answer to a question; nothing if there is none or it failed.
    public Optional<String> of(String index) {
        return byIndex.getOrDefault(index, Optional.empty());
    }

    /// The questions that the file has a row for.
    public List<String> indexes() {
        return List.copyOf(byIndex.keySet());
    }
}
