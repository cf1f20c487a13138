package dev.glimpse.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A token of a model's vocabulary. Immutable.
public final class Token {
    private final int id;
    private final byte[] bytes;
    private final String written;

    /// @param bytes what it adds to a text, which may be part of a character; control tokens add
    ///   nothing
    /// @param written how the model's vocabulary writes a token that adds nothing
    public Token(int id, byte[] bytes, String written) {
        this.id = id;
        this.bytes = bytes.clone();
        this.written = written;
    }

    /// Its number in the vocabulary.
    public int id() {
        return id;
    }

    /// The bytes that it adds to a text, in UTF-8: perhaps part of a character; none of a control
    /// token.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Whether it adds nothing to a text, as the token that ends the model's turn.
    public boolean isControl() {
        return bytes.length == 0;
    }

    /// Its text; U+FFFD for what is part of a character; of a control token how the vocabulary
    /// writes it, such as `<|im_end|>`.
    public String text() {
        return isControl() ? written : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token
                && id == token.id
                && Arrays.equals(bytes, token.bytes)
                && written.equals(token.written);
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return id + " '" + text() + "'";
    }
}
