package dev.glimpse.cli.parquet;

import java.io.ByteArrayOutputStream;

/// Unsigned numbers of varying length (ULEB128): seven bits a byte, the lowest first; the eighth
/// says that more follow.
final class Varint {
    private Varint() {}

    static void write(ByteArrayOutputStream bytes, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
    }
}
