package dev.glimpse.vision.image.codec;

import dev.glimpse.vision.fault.ImageException;
import java.nio.charset.StandardCharsets;

/// A file's bytes, read with checked positions: beyond the end is an [ImageException] that says so.
/// Immutable as long as nobody writes to the array.
final class FileBytes {
    private final byte[] data;
    private final String format;

    /// @param format the name to give in messages, such as `PNG`
    FileBytes(byte[] data, String format) {
        this.data = data;
        this.format = format;
    }

    int length() {
        return data.length;
    }

    /// The array itself.
    byte[] array() {
        return data;
    }

    int u8(long at) {
        require(at, 1);
        return data[(int) at] & 0xFF;
    }

    int u16be(long at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u16le(long at) {
        return u8(at) | u8(at + 1) << 8;
    }

    int u24le(long at) {
        return u16le(at) | u8(at + 2) << 16;
    }

    long u32be(long at) {
        return (long) u16be(at) << 16 | u16be(at + 2);
    }

    long u32le(long at) {
        return u16le(at) | (long) u16le(at + 2) << 16;
    }

    /// Whether `text` stands at `at`; false where the file is too short.
    boolean has(long at, String text) {
        byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || at + expected.length > data.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (data[(int) at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// The four characters at `at`, a chunk's name.
    String fourCharacters(long at) {
        require(at, 4);
        return new String(data, (int) at, 4, StandardCharsets.ISO_8859_1);
    }

    /// @throws ImageException unless the file has `count` bytes at `at`
    void require(long at, long count) {
        if (at < 0 || count < 0 || at > data.length || count > data.length - at) {
            throw truncated();
        }
    }

    /// The error of a file that ends too early.
    ImageException truncated() {
        return new ImageException(
                ImageException.Kind.DAMAGED,
                format
                        + " file is truncated: it ends after "
                        + data.length
                        + " bytes, before the image does; send the whole file");
    }

    /// The error of a file that contradicts itself or its format.
    ImageException damaged(String what) {
        return new ImageException(
                ImageException.Kind.DAMAGED,
                format + " file is damaged: " + what + "; send an intact file");
    }

    /// The error of a file that is intact and of a kind that is not read.
    ImageException unsupported(String what, String instead) {
        return new ImageException(
                ImageException.Kind.UNSUPPORTED,
                format + " file has " + what + "; allowed: " + instead);
    }
}
