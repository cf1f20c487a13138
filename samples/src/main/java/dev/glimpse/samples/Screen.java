package dev.glimpse.samples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where the samples print.
final class Screen {
    private Screen() {}

    /// Standard output, in UTF-8.
    static PrintStream standard() {
        return new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
