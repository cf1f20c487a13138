package dev.glimpse.evaluation.question;

import java.nio.file.Path;

/// Where an image of a question can be read.
public sealed interface ImageSource {

    /// In the data file itself, as base64.
    ///
    /// @param row where the row begins that holds it, as its table counts
    /// @param number which of the row's images, from 0
    record InTable(long row, int number) implements ImageSource {}

    /// In a file of its own.
    ///
    /// @param file absolute
    record InFile(Path file) implements ImageSource {}
}
