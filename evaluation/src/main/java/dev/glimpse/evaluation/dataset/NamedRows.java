package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.table.Table;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Some columns of a file's rows, by what the questions are called that they are about. Immutable.
public final class NamedRows {
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    private NamedRows() {}

    /// Reads a file once.
    ///
    /// @param columns those that are kept
    public static NamedRows read(Path file, List<String> columns) {
        var named = new NamedRows();
        var indexes = new RowIndexes();
        Table.open(file)
                .forEach(row -> {
                    var kept = new HashMap<>(row.cells());
                    kept.keySet().retainAll(columns);
                    named.rows.put(indexes.of(row), kept);
                });
        return named;
    }

    /// Whether any row has a column.
    public boolean has(String column) {
        return rows.values().stream().anyMatch(row -> row.containsKey(column));
    }

    /// Whether there is a row about a question.
    public boolean contains(String index) {
        return rows.containsKey(index);
    }

    /// The text in a column; nothing where the row or the column is missing.
    public Optional<String> cell(String index, String column) {
        return Optional.ofNullable(rows.getOrDefault(index, Map.of()).get(column));
    }
}
