package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A JSON file of rows, read whole: a list of objects; an object of objects by index
/// (`problems.json` of ScienceQA); or an object of texts by index (results of MM-Vet), which become
/// the column `prediction`. Results of ScienceQA's and LLaVA's scripts have such an object under
/// `outputs`, beside counts of their own; what those scripts read from an output, under `results`,
/// becomes a column of that name. MVBench's `test.json` is read by [MvBenchTasks].
final class JsonTable {
    private static final String INDEX = "index";
    private static final String OUTPUTS = "outputs";
    private static final String RESULTS = "results";

    private JsonTable() {}

    static Table read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw ByteSource.unreadable(file, e);
        }
        JsonNode root = JsonCells.parse(text, file.toString());
        if (root.isArray()) {
            return list(file, root);
        }
        if (MvBenchTasks.are(root)) {
            return MvBenchTasks.read(file, root);
        }
        if (root.isObject()) {
            return byIndex(file, root);
        }
        throw new DatasetException(
                file + ": found " + root.getNodeType() + "; expected a list or an object");
    }

    private static Table list(Path file, JsonNode root) {
        List<TableRow> rows = new ArrayList<>();
        for (JsonNode row : root.values()) {
            String where = file + ": row " + (rows.size() + 1);
            rows.add(new TableRow(rows.size(), where, JsonCells.of(row, where)));
        }
        return new RowsInMemory(rows);
    }

    private static Table byIndex(Path file, JsonNode whole) {
        JsonNode root = whole.path(OUTPUTS).isObject() ? whole.get(OUTPUTS) : whole;
        List<TableRow> rows = new ArrayList<>();
        for (var entry : root.properties()) {
            String where = file + ": " + entry.getKey();
            Map<String, String> cells = new LinkedHashMap<>();
            cells.put(INDEX, entry.getKey());
            if (entry.getValue().isObject()) {
                JsonCells.of(entry.getValue(), where).forEach(cells::putIfAbsent);
            } else {
                cells.put("prediction", entry.getValue().asString());
            }
            JsonNode result = whole.path(RESULTS).path(entry.getKey());
            if (result.isValueNode()) {
                cells.putIfAbsent(RESULTS, result.asString());
            }
            rows.add(new TableRow(rows.size(), where, cells));
        }
        return new RowsInMemory(rows);
    }
}
