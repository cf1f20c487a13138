package dev.glimpse.http.openai.completion;

import dev.glimpse.runtime.Token;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where tokens begin in a completion's text, in characters (code points), as they come. Confined
/// to one thread and one answer.
final class TokenPlaces {
    private final byte[] prompt;

    /// Bytes of the prompt that belong to tokens that came.
    private int read;

    /// Characters that have begun.
    private int characters;

    /// @param prompt what the text begins with; empty if it is not echoed
    TokenPlaces(String prompt) {
        this.prompt = prompt.getBytes(StandardCharsets.UTF_8);
    }

    /// Where a token of the prompt begins. One that is not written there, such as a beginning of
    /// sequence that was put before it, takes no place.
    int ofPrompt(Token token) {
        byte[] bytes =
                token.isControl() ? token.text().getBytes(StandardCharsets.UTF_8) : token.bytes();
        if (read == 0 && bytes.length > 1 && bytes[0] == ' ' && !isNext(bytes)) {
            bytes = Arrays.copyOfRange(bytes, 1, bytes.length); // put before the text by the model
        }
        return isNext(bytes) ? take(bytes, prompt[read]) : characters;
    }

    private boolean isNext(byte[] bytes) {
        int end = read + bytes.length;
        return bytes.length > 0
                && end <= prompt.length
                && Arrays.equals(prompt, read, end, bytes, 0, bytes.length);
    }

    private int take(byte[] bytes, byte first) {
        int begin = isWithinCharacter(first) ? characters - 1 : characters;
        read += bytes.length;
        count(bytes);
        return begin;
    }

    /// Goes behind the prompt.
    void endPrompt() {
        count(Arrays.copyOfRange(prompt, Math.min(read, prompt.length), prompt.length));
        read = prompt.length;
    }

    /// Where a token of the answer begins; of a character's parts all where it begins.
    int ofAnswer(Token token) {
        byte[] bytes = token.bytes();
        boolean within = bytes.length > 0 && characters > 0 && isWithinCharacter(bytes[0]);
        int begin = within ? characters - 1 : characters;
        count(bytes);
        return begin;
    }

    private void count(byte[] bytes) {
        for (byte each : bytes) {
            if (!isWithinCharacter(each)) {
                characters++;
            }
        }
    }

    /// Whether a byte of UTF-8 is not its character's first.
    private static boolean isWithinCharacter(byte each) {
        return (each & 0xC0) == 0x80;
    }
}
