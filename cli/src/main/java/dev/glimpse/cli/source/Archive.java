package dev.glimpse.cli.source;

import java.io.IOException;
import java.util.List;

/// An open archive, whose images are read from it one by one.
interface Archive extends AutoCloseable {

    /// Its image files by their endings, in the archive's order.
    List<ImageSource> images();

    @Override
    void close() throws IOException;
}
