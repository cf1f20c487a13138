package dev.glimpse.cli.source;

import java.util.Locale;
import java.util.Optional;

/// Where a table has its images.
///
/// @param image the column with the images, or with their files' names
/// @param name the column with the names that rows are known by; without one rows are numbered
public record TableColumns(String image, Optional<String> name) {
    /// The column `image`; rows by their numbers.
    public static final TableColumns DEFAULT = new TableColumns("image", Optional.empty());

    public TableColumns {
        image = normalized(image);
        name = name.map(TableColumns::normalized);
    }

    /// As tables have them.
    private static String normalized(String column) {
        String bare = column.strip();
        return bare.matches("[A-Z]") ? bare : bare.toLowerCase(Locale.ROOT);
    }
}
