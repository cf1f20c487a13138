package dev.glimpse.cli.flag;

import dev.glimpse.cli.source.TableColumns;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where tables have their images.
public final class TableFlags {
    @Option(
            names = "--image-column",
            paramLabel = "NAME",
            description =
                    "The column of tables that has the images: base64, data URIs, bytes (Parquet)"
                            + " or paths. Default: image.")
    private String image = TableColumns.DEFAULT.image();

    @Option(
            names = "--name-column",
            paramLabel = "NAME",
            description =
                    "The column of tables that rows are known by; its values differ. Default: the"
                            + " rows' numbers.")
    private @Nullable String name;

    public TableColumns columns() {
        return new TableColumns(image, Optional.ofNullable(name));
    }
}
