package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// MME as it is released: a folder for each task, with images and beside each a text of its two
/// questions, `question<tab>Yes`; of some tasks in folders `images` and `questions_answers_YN`.
final class MmeFolder {
    private static final String QUESTIONS = "questions_answers_YN";
    private static final List<String> ENDINGS = List.of(".jpg", ".png", ".jpeg");

    private final List<TableRow> rows = new ArrayList<>();

    private MmeFolder() {}

    /// Whether a folder has folders of tasks.
    static boolean isOne(Path folder) {
        return tasks(folder).stream().anyMatch(task -> !texts(task).isEmpty());
    }

    static Table read(Path folder) {
        var table = new MmeFolder();
        for (Path task : tasks(folder)) {
            texts(task).forEach(text -> table.add(task, text));
        }
        return new RowsInMemory(table.rows);
    }

    private static List<Path> tasks(Path folder) {
        return listed(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> texts(Path task) {
        Path own = task.resolve(QUESTIONS);
        return listed(Files.isDirectory(own) ? own : task).stream()
                .filter(file -> file.toString().endsWith(".txt"))
                .toList();
    }

    private static List<Path> listed(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw ByteSource.unreadable(folder, e);
        }
    }

    private void add(Path task, Path text) {
        String name = String.valueOf(text.getFileName()).replaceFirst("\\.txt$", "");
        Path image = image(task, name, text);
        int line = 0;
        for (String question : lines(text)) {
            line++;
            if (question.isBlank()) {
                continue;
            }
            String where = text + ":" + line;
            String[] fields = question.split("\t", -1);
            if (fields.length != 2) {
                throw new DatasetException(
                        where + ": " + fields.length + " fields; expected question and answer");
            }
            rows.add(
                    new TableRow(
                            rows.size(),
                            where,
                            Map.of(
                                    "index", task.getFileName() + "/" + name + "/" + line,
                                    "image_path", image.toString(),
                                    "question", fields[0],
                                    "answer", fields[1].strip(),
                                    "category", String.valueOf(task.getFileName()))));
        }
    }

    private static Path image(Path task, String name, Path text) {
        for (Path folder : List.of(task, task.resolve("images"))) {
            for (String ending : ENDINGS) {
                Path image = folder.resolve(name + ending).toAbsolutePath().normalize();
                if (Files.isRegularFile(image)) {
                    return image;
                }
            }
        }
        throw new DatasetException(
                text + ": there is no image " + name + " with " + String.join(", ", ENDINGS));
    }

    private static List<String> lines(Path text) {
        try {
            return Files.readAllLines(text);
        } catch (IOException e) {
            throw ByteSource.unreadable(text, e);
        }
    }
}
