package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// A file with a JSON object on each line, streamed. A row's place is the offset of its first byte.
record JsonLinesTable(Path file) implements Table {

    @Override
    public void forEach(Consumer<? super TableRow> rows) {
        try (var source = ByteSource.open(file, 0)) {
            for (long line = 1; source.peek() != ByteSource.END; line++) {
                row(source, file + ":" + line).ifPresent(rows);
            }
        }
    }

    @Override
    public TableRow at(long place) {
        String where = file + " at byte " + place;
        try (var source = ByteSource.open(file, place)) {
            return row(source, where)
                    .orElseThrow(() ->
                            new DatasetException(where + " has no row; it changed while in use"));
        }
    }

    private static Optional<TableRow> row(ByteSource source, String where) {
        long place = source.place();
        var text = new Utf8Field();
        boolean had = source.copyUntil(text, '\n', '\n', '\n');
        for (int next = source.next(); had && next != '\n' && next != ByteSource.END; ) {
            had = text.add(next) && source.copyUntil(text, '\n', '\n', '\n');
            next = source.next();
        }
        if (!had) {
            throw new DatasetException(
                    where + ": a line has more than " + Utf8Field.most() + " bytes");
        }
        String line = text.take(where).strip();
        if (line.startsWith("\uFEFF")) {
            line = line.substring(1);
        }
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TableRow(
                                place, where, JsonCells.of(JsonCells.parse(line, where), where)));
    }
}
