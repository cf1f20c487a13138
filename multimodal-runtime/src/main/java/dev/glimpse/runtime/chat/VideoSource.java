package dev.glimpse.runtime.chat;

import java.nio.file.Path;

/// Where a video file is.
public sealed interface VideoSource {

    /// In the file system; read while the request is answered.
    record OnDisk(Path file) implements VideoSource {}

    /// Here; put in a temporary file while it is read.
    record InMemory(EncodedImageFile bytes) implements VideoSource {}

    /// A file's bytes, which are copied.
    static VideoSource of(byte[] bytes) {
        return new InMemory(EncodedImageFile.copyOf(bytes));
    }
}
