package dev.glimpse.cli.rows;

import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// Comma-separated values by RFC 4180, lines ended by a line feed, the columns' names first:
/// `image,width,height,pixels,error` and then `caption`, or a column a question.
///
/// @param questions as the user wrote them; empty for a caption
public record CsvRows(List<String> questions) implements RowFormat {
    private static final List<String> FIRST_COLUMNS =
            List.of("image", "width", "height", "pixels", "error");

    public CsvRows {
        questions = List.copyOf(questions);
    }

    @Override
    public String header() {
        var names = new ArrayList<>(FIRST_COLUMNS);
        names.addAll(questions.isEmpty() ? List.of("caption") : questions);
        return line(names);
    }

    @Override
    public boolean quotesLineBreaks() {
        return true;
    }

    @Override
    public String text(CaptionRow row) {
        var cells = new ArrayList<String>();
        cells.add(row.image());
        switch (row.outcome()) {
            case Captioned(PixelIdentity pixels, List<String> answers) -> {
                cells.add(Integer.toString(pixels.width()));
                cells.add(Integer.toString(pixels.height()));
                cells.add(pixels.digest());
                cells.add("");
                cells.addAll(answers);
            }
            case Failed(String reason) -> {
                cells.addAll(List.of("", "", "", reason));
                cells.addAll(Collections.nCopies(answerColumns(), ""));
            }
        }
        return line(cells);
    }

    @Override
    public CaptionRow parse(String text) {
        List<String> cells = cells(text);
        int expected = FIRST_COLUMNS.size() + answerColumns();
        if (cells.size() != expected) {
            throw new IllegalArgumentException(
                    "it has " + cells.size() + " columns; expected " + expected);
        }
        if (!cells.get(4).isEmpty()) {
            return new CaptionRow(cells.getFirst(), new Failed(cells.get(4)));
        }
        var pixels =
                new PixelIdentity(
                        Integer.parseInt(cells.get(1)),
                        Integer.parseInt(cells.get(2)),
                        cells.get(3));
        List<String> answers = cells.subList(FIRST_COLUMNS.size(), expected);
        return new CaptionRow(cells.getFirst(), new Captioned(pixels, answers));
    }

    private int answerColumns() {
        return Math.max(1, questions.size());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvRows::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /// The cells of a record whose quotes are closed.
    private static List<String> cells(String text) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && inside && text.startsWith("\"\"", i)) {
                cell.append(c);
                i++;
            } else if (c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
