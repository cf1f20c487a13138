package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/// A TSV or CSV file with a header, streamed. A row's place is the offset of its first byte.
///
/// @param delimiter tab or comma
record DelimitedTable(Path file, char delimiter) implements Table {

    @Override
    public void forEach(Consumer<? super TableRow> rows) {
        try (var parser = DelimitedParser.open(file, delimiter, 0)) {
            List<String> header = header(parser);
            for (var found = parser.next(); found.isPresent(); found = parser.next()) {
                rows.accept(row(header, found.get()));
            }
        }
    }

    @Override
    public TableRow at(long place) {
        List<String> header;
        try (var parser = DelimitedParser.open(file, delimiter, 0)) {
            header = header(parser);
        }
        try (var parser = DelimitedParser.open(file, delimiter, place)) {
            return parser.next()
                    .map(found -> row(header, found))
                    .orElseThrow(() ->
                            new DatasetException(
                                    file
                                            + " has no row at byte "
                                            + place
                                            + "; it changed while in use"));
        }
    }

    private List<String> header(DelimitedParser parser) {
        List<String> header =
                parser
                        .next()
                        .orElseThrow(
                                () -> new DatasetException(file + " is empty; expected a header"))
                        .fields()
                        .stream()
                        .map(TableRow::column)
                        .toList();
        var seen = new HashSet<String>();
        for (String column : header) {
            if (!column.isEmpty() && !seen.add(column)) {
                throw new DatasetException(
                        file + ":1: column \"" + column + "\" is there twice; rename one");
            }
        }
        return header;
    }

    private TableRow row(List<String> header, DelimitedParser.RawRow found) {
        List<String> fields = found.fields();
        String where = file + ":" + found.line();
        if (fields.size() > header.size()) {
            throw new DatasetException(
                    where
                            + ": "
                            + fields.size()
                            + " fields; the header has "
                            + header.size()
                            + ". Is a quote missing?");
        }
        var cells = new LinkedHashMap<String, String>();
        for (int i = 0; i < fields.size(); i++) {
            if (!header.get(i).isEmpty()) {
                cells.put(header.get(i), fields.get(i));
            }
        }
        return new TableRow(found.place(), where, cells);
    }
}
