package dev.glimpse.runtime.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Turns a stream of token bytes into whole characters. A character whose bytes are spread over
/// several tokens appears with its last byte. Bytes that are not UTF-8 become U+FFFD as soon as it
/// is certain that no later byte can complete them, as many as `new String(bytes, UTF_8)` gives, so
/// that what was streamed equals the whole answer decoded at once, however it was cut into tokens.
///
/// Confined to the thread that decodes one answer.
public final class Utf8Assembler {
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /// The begin of a character: at most three bytes.
    private byte[] incomplete = {};

    /// Takes the bytes of the next token.
    ///
    /// @return the characters that are complete now, often one word, empty when the token ended
    ///   within a character
    public String feed(byte[] bytes) {
        return decode(bytes, false);
    }

    /// Ends the stream: a character that never became whole is U+FFFD. The assembler can then take
    /// another answer.
    ///
    /// @return U+FFFD, or empty when nothing was left over
    public String flush() {
        var text = decode(new byte[0], true);
        decoder.reset();
        return text;
    }

    private String decode(byte[] bytes, boolean last) {
        var input = ByteBuffer.wrap(concat(incomplete, bytes));
        // One char a byte is enough: four bytes give two chars, a bad byte gives one.
        var output = CharBuffer.allocate(input.remaining());
        decoder.decode(input, output, last);
        incomplete = Arrays.copyOfRange(input.array(), input.position(), input.limit());
        return output.flip().toString();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        var joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
