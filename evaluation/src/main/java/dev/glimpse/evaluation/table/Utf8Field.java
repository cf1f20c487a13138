package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Gathers the bytes of one text. Used again for each; confined to one thread.
final class Utf8Field {
    private static final int MAX_BYTES = 1 << 29;

    private byte[] bytes = new byte[1024];
    private int length;

    /// All bits that any byte has: texts of ASCII, as base64 is, need no decoding.
    private int bits;

    /// Adds a byte.
    ///
    /// @return whether there was room
    boolean add(int value) {
        if (!hasRoom(1)) {
            return false;
        }
        bytes[length++] = (byte) value;
        bits |= value;
        return true;
    }

    /// Adds some bytes.
    ///
    /// @return whether there was room
    boolean add(byte[] from, int offset, int count) {
        if (!hasRoom(count)) {
            return false;
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        for (int i = offset; i < offset + count; i++) {
            bits |= from[i];
        }
        return true;
    }

    /// The most bytes that a text may have.
    static int most() {
        return MAX_BYTES;
    }

    private boolean hasRoom(int more) {
        if (length + more > MAX_BYTES) {
            return false;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        return true;
    }

    /// The text gathered, which is forgotten.
    String take(String where) {
        int taken = length;
        boolean ascii = (bits & ~0x7F) == 0;
        length = 0;
        bits = 0;
        if (ascii) {
            return new String(bytes, 0, taken, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, taken))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DatasetException(where + ": not UTF-8 text; save the file as UTF-8", e);
        }
    }
}
