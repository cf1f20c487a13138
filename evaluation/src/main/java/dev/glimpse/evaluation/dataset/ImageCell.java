package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.table.TableRow;
import java.util.List;
import java.util.stream.Stream;

/// What a row says about its images, before other rows and the disk are looked at.
sealed interface ImageCell {
    /// A text up to this long is no image but names the row that holds it.
    int MAX_REFERENCE = 64;

    /// Where images are, the surest first: `decoded_image` is Hugging Face's form of MathVista,
    /// whose `image` names files that are elsewhere.
    List<String> COLUMNS = List.of("decoded_image", "image", "images");

    /// Columns that name files; the second is MM-Vet's.
    List<String> PATHS = List.of("image_path", "imagename");

    /// All columns in which images are looked for.
    static List<String> columns() {
        return Stream.concat(COLUMNS.stream(), PATHS.stream()).toList();
    }

    /// No image.
    record None() implements ImageCell {}

    /// The row holds images.
    record Held(int count) implements ImageCell {}

    /// Another row holds the images, or a file does.
    record Named(String name) implements ImageCell {}

    /// Files hold them.
    record Files(List<String> names) implements ImageCell {}

    /// Whether the row's table has a column of images.
    static boolean wanted(TableRow row) {
        return columns().stream().anyMatch(row.cells()::containsKey);
    }

    /// Reads the column of images, else `image_path`. Base64 has no period, so what has one is a
    /// file's name.
    static ImageCell of(TableRow row) {
        String image = text(row);
        if (!PandasText.missing(image)) {
            if (image.startsWith("data:")) {
                return new Held(1);
            }
            if (image.length() <= MAX_REFERENCE && !ListText.isList(image)) {
                return new Named(image);
            }
            if (!ListText.isList(image)) {
                return isFile(image) ? new Files(List.of(image)) : new Held(1);
            }
            List<String> items = ListText.parse(image, row.where());
            boolean files = items.stream().anyMatch(ImageCell::isFile);
            return files ? new Files(items) : held(items.size(), row);
        }
        String path = row.first(PATHS).strip();
        if (PandasText.missing(path)) {
            return new None();
        }
        return new Files(ListText.isList(path) ? ListText.parse(path, row.where()) : List.of(path));
    }

    /// The base64 texts in a row that holds images.
    static List<String> texts(TableRow row) {
        String image = text(row);
        return ListText.isList(image) ? ListText.parse(image, row.where()) : List.of(image);
    }

    /// What stands in the column of images; empty or what pandas takes for missing if nothing does.
    static String text(TableRow row) {
        return COLUMNS.stream()
                .map(column -> row.cell(column).strip())
                .filter(text -> !PandasText.missing(text))
                .findFirst()
                .orElse("");
    }

    private static boolean isFile(String item) {
        return item.contains(".") && !item.startsWith("data:");
    }

    private static Held held(int count, TableRow row) {
        if (count == 0) {
            throw new DatasetException(row.where() + ": the list of images is empty");
        }
        return new Held(count);
    }
}
