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

    void add(int value, String where) {
        if (length == bytes.length) {
            if (length >= MAX_BYTES) {
                throw new DatasetException(
                        where + ": a text has more than " + MAX_BYTES + " bytes; is a quote open?");
            }
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    /// The text gathered, which is forgotten.
    String take(String where) {
        int taken = length;
        length = 0;
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
