package dev.glimpse.cli.source;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The images in a column of a table: base64, a data URI (also what a Parquet file's bytes become),
/// or a file's path, from the table's folder on. What has a period is a path, for base64 has none.
///
/// Images are not kept: a row is read again when its turn comes.
final class TableImages {
    private static final Pattern TABLE = Pattern.compile("(?i).*\\.(tsv|csv|jsonl|parquet|xlsx)");
    private static final Pattern WHITE = Pattern.compile("\\s+");

    private final Path file;
    private final String shown;
    private final TableColumns columns;
    private final Table table;
    private final Map<String, String> whereByName = new HashMap<>();
    private final List<ImageSource> images = new ArrayList<>();

    private TableImages(Path file, String shown, TableColumns columns) {
        this.file = file;
        this.shown = shown;
        this.columns = columns;
        this.table = Table.open(file);
    }

    static boolean isTable(String name) {
        return TABLE.matcher(name).matches();
    }

    /// An image a row, known as `rows.tsv/12` by the row's number or by its name.
    ///
    /// @throws CommandException if the table has no such column, or two rows of one name
    /// @throws DatasetException if it cannot be read
    static List<ImageSource> of(Path file, String shown, TableColumns columns) {
        var images = new TableImages(file, shown, columns);
        images.table.forEach(images::add);
        return images.images;
    }

    private void add(TableRow row) {
        if (images.isEmpty()) {
            require(row, columns.image(), "--image-column");
            columns.name().ifPresent(name -> require(row, name, "--name-column"));
        }
        String name =
                columns.name().map(row::cell).orElseGet(() -> String.valueOf(images.size() + 1));
        String other = whereByName.putIfAbsent(name, row.where());
        if (name.isBlank() || other != null) {
            throw CommandException.badInput(
                    row.where()
                            + (name.isBlank() ? " has no name" : " has the name of " + other)
                            + " in the column of --name-column; give one whose values differ, or"
                            + " none");
        }
        images.add(new Cell(shown + "/" + name, row.place()));
    }

    private void require(TableRow row, String column, String option) {
        if (!row.cells().containsKey(column)) {
            throw CommandException.badInput(
                    shown
                            + " has no column \""
                            + column
                            + "\"; it has "
                            + String.join(", ", row.cells().keySet())
                            + "; name one with "
                            + option);
        }
    }

    private final class Cell implements ImageSource {
        private final String name;
        private final long place;

        Cell(String name, long place) {
            this.name = name;
            this.place = place;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public NamedImage read() {
            try {
                return image(name, table.at(place).cell(columns.image()));
            } catch (DatasetException e) {
                throw CommandException.badInput(
                        "image " + name + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private NamedImage image(String name, String cell) {
        if (cell.isBlank()) {
            throw CommandException.badInput("image " + name + " is empty: the row has none");
        }
        boolean uri = cell.startsWith("data:");
        if (!uri && cell.indexOf('.') >= 0) {
            Path path = file.resolveSibling(cell.strip());
            return ImageFiles.read(path.toString(), InputStream.nullInputStream());
        }
        String base64 = uri ? cell.substring(cell.indexOf(',') + 1) : cell;
        try {
            byte[] bytes = Base64.getDecoder().decode(WHITE.matcher(base64).replaceAll(""));
            return ImageFiles.readStream(name, new ByteArrayInputStream(bytes));
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(
                    "image "
                            + name
                            + " is neither base64 nor the path of a file: "
                            + e.getMessage(),
                    e);
        }
    }
}
