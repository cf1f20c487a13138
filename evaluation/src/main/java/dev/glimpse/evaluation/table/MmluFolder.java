package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// MMLU as it is released: a folder of `<subject>_test.csv` (or `_val`, `_dev`), without headers:
/// question, four choices, letter of the right one.
final class MmluFolder {
    private static final Pattern NAME = Pattern.compile("(.+)_(dev|val|test)\\.csv");
    private static final List<String> COLUMNS = List.of("question", "A", "B", "C", "D", "answer");

    private MmluFolder() {}

    /// The files of subjects, in order of their names; none if there are none.
    static List<Path> subjects(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(name(file)).matches()).sorted().toList();
        } catch (IOException e) {
            throw ByteSource.unreadable(folder, e);
        }
    }

    static Table read(List<Path> files) {
        List<TableRow> rows = new ArrayList<>();
        files.forEach(file -> read(file, rows));
        return new RowsInMemory(rows);
    }

    private static void read(Path file, List<TableRow> rows) {
        var name = NAME.matcher(name(file));
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no subject's file");
        }
        int number = 0;
        try (var parser = DelimitedParser.open(file, ',', 0)) {
            for (var found = parser.next(); found.isPresent(); found = parser.next()) {
                var cells = cells(file, found.get());
                cells.put("index", name.group(1) + "/" + number);
                cells.put("subject", name.group(1));
                cells.put("split", name.group(2));
                rows.add(new TableRow(rows.size(), file + ":" + found.get().line(), cells));
                number++;
            }
        }
    }

    private static Map<String, String> cells(Path file, DelimitedParser.RawRow found) {
        String where = file + ":" + found.line();
        List<String> fields = found.fields();
        if (fields.size() != COLUMNS.size() || !fields.getLast().strip().matches("[A-D]")) {
            throw new DatasetException(
                    where
                            + ": found "
                            + fields.size()
                            + " fields, the last \""
                            + fields.getLast()
                            + "\"; expected question, four choices and a letter A to D");
        }
        var cells = new LinkedHashMap<String, String>();
        for (int i = 0; i < fields.size(); i++) {
            cells.put(COLUMNS.get(i), fields.get(i));
        }
        return cells;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
