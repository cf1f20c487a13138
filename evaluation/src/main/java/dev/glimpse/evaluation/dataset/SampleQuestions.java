package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads `questions.tsv`: UTF-8, one header row `image`, `question`, `accepted`, then one question
/// a row, columns separated by tabs.
///
/// `image` is relative to the file itself or to the folder `images` beside it; `accepted` lists
/// answers separated by `|`. Blank rows are skipped. There is no quoting: a field has neither tabs
/// nor line breaks.
public final class SampleQuestions {
    private static final List<String> HEADER = List.of("image", "question", "accepted");
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_REPORTED = 10;

    private final Path file;
    private final Path folder;
    private final List<SampleQuestion> rows = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private SampleQuestions(Path file) {
        this.file = file;
        this.folder = file.toAbsolutePath().normalize().resolveSibling("");
    }

    /// Reads all rows.
    ///
    /// @throws DatasetException if the file is missing or not UTF-8, or has bad rows; the message
    ///   names each (at most ten) as `file:line:column`, both counted from 1, the column in
    ///   characters
    public static List<SampleQuestion> read(Path file) {
        var reader = new SampleQuestions(file);
        reader.parse(text(file));
        return List.copyOf(reader.rows);
    }

    private static String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new DatasetException(
                        file
                                + " is a directory; expected a file of questions such as"
                                + " questions.tsv");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new DatasetException(
                        file
                                + " has "
                                + Files.size(file)
                                + " bytes; a file of questions may have "
                                + MAX_BYTES);
            }
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new DatasetException(file + " does not exist; give a file of questions", e);
        } catch (CharacterCodingException e) {
            throw new DatasetException(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !fields(lines.getFirst()).equals(HEADER)) {
            throw new DatasetException(
                    file
                            + ":1:1: the first row is "
                            + (lines.isEmpty() ? "missing" : "\"" + shown(lines.getFirst()) + "\"")
                            + "; expected "
                            + String.join("<tab>", HEADER));
        }
        for (int line = 2; line <= lines.size(); line++) {
            if (!lines.get(line - 1).isBlank()) {
                row(line, fields(lines.get(line - 1)));
            }
        }
        if (!faults.isEmpty()) {
            throw new DatasetException(summary());
        }
        if (rows.isEmpty()) {
            throw new DatasetException(file + " has a header and no questions");
        }
    }

    private void row(int line, List<String> fields) {
        if (fields.size() != HEADER.size()) {
            int column = 1;
            for (String field : fields.subList(0, Math.min(fields.size(), HEADER.size()))) {
                column += field.length() + 1;
            }
            fault(line, column - 1, fields.size() + " columns; expected " + HEADER.size());
            return;
        }
        String name = fields.get(0);
        String question = fields.get(1);
        int questionColumn = name.length() + 2;
        int acceptedColumn = questionColumn + question.length() + 1;
        int before = faults.size();
        Path image = image(line, name);
        if (question.isBlank()) {
            fault(line, questionColumn, "the question is blank");
        }
        List<String> accepted = accepted(line, acceptedColumn, fields.get(2));
        if (faults.size() == before) {
            rows.add(new SampleQuestion(name, image, question.strip(), accepted));
        }
    }

    private Path image(int line, String name) {
        if (name.isBlank()) {
            fault(line, 1, "the image is blank");
            return folder;
        }
        try {
            for (Path base : List.of(folder, folder.resolve("images"))) {
                Path image = base.resolve(name).normalize();
                if (Files.isRegularFile(image)) {
                    return image;
                }
            }
            fault(
                    line,
                    1,
                    "image \"" + shown(name) + "\" is neither in " + folder + " nor in its images");
        } catch (InvalidPathException e) {
            fault(line, 1, "image \"" + shown(name) + "\" is no path: " + e.getReason());
        }
        return folder;
    }

    private List<String> accepted(int line, int column, String field) {
        var answers = new ArrayList<String>();
        int start = column;
        for (String answer : field.split("\\|", -1)) {
            if (answer.isBlank()) {
                fault(line, start, "an accepted answer is blank");
            } else {
                answers.add(answer.strip());
            }
            start += answer.length() + 1;
        }
        return answers;
    }

    private void fault(int line, int column, String what) {
        faults.add(file + ":" + line + ":" + column + ": " + what);
    }

    private String summary() {
        var shown = faults.subList(0, Math.min(faults.size(), MAX_REPORTED));
        String all = String.join("\n", shown);
        int hidden = faults.size() - shown.size();
        return hidden == 0 ? all : all + "\n" + file + ": and " + hidden + " more bad fields";
    }

    private static List<String> fields(String line) {
        return Arrays.asList(line.split("\t", -1));
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
