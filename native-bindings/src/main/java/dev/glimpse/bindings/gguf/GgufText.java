package dev.glimpse.bindings.gguf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Texts of a file as strings. They should be UTF-8; vocabularies have tokens that are not. Such a
/// byte becomes the lone surrogate U+DC00 plus the byte, so that different texts stay different.
final class GgufText {
    private static final char BYTE = 0xDC00;

    private GgufText() {}

    static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : decodeWithEscapes(bytes);
    }

    private static String decodeWithEscapes(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (BYTE + (in.get() & 0xFF)));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }
}
