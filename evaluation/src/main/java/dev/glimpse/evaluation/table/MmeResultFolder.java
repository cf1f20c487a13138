package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A folder with MME's results: a file `<task>.txt` for each task, on each line image, question,
/// right answer and prediction, separated by tabs.
final class MmeResultFolder {
    private static final int COLUMNS = 4;

    private MmeResultFolder() {}

    static Table read(Path folder) {
        List<TableRow> rows = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                read(file, rows);
            }
        } catch (IOException e) {
            throw ByteSource.unreadable(folder, e);
        }
        if (rows.isEmpty()) {
            throw new DatasetException(
                    folder
                            + " is a folder without .txt files; expected MME's <task>.txt, or a"
                            + " file");
        }
        return new RowsInMemory(rows);
    }

    private static void read(Path file, List<TableRow> rows) throws IOException {
        String name = String.valueOf(file.getFileName());
        String task = name.substring(0, name.length() - ".txt".length());
        int line = 0;
        for (String text : Files.readAllLines(file)) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            String where = file + ":" + line;
            String[] fields = text.split("\t", -1);
            if (fields.length != COLUMNS) {
                throw new DatasetException(
                        where
                                + ": "
                                + fields.length
                                + " fields; expected image, question, answer, prediction");
            }
            var cells =
                    Map.of(
                            "index", task + "/" + fields[0] + "/" + line,
                            "image_path", fields[0],
                            "question", fields[1],
                            "answer", fields[2],
                            "prediction", fields[3],
                            "category", task);
            rows.add(new TableRow(rows.size(), where, cells));
        }
    }
}
