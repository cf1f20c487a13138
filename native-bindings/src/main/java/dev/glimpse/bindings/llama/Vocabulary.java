package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/// A model's tokens: `llama_vocab`. Read-only and thread-safe; each call holds a lease on the
/// model.
public final class Vocabulary {
    private static final int PIECE_BYTES = 256;

    /// The attributes of tokens that llama_tokenize finds in text only if it parses special tokens.
    private static final int PARSED =
            Llama.LLAMA_TOKEN_ATTR_CONTROL() | Llama.LLAMA_TOKEN_ATTR_UNKNOWN();

    private final LlamaModel model;
    private final MemorySegment vocab;

    Vocabulary(LlamaModel model, MemorySegment vocab) {
        this.model = model;
        this.vocab = vocab;
    }

    /// Number of tokens; ids are below it.
    public int size() {
        try (var _ = model.lease()) {
            return Llama.llama_vocab_n_tokens(vocab);
        }
    }

    /// Text to tokens.
    ///
    /// @throws IllegalArgumentException if `addSpecial` is asked of a vocabulary that wants tokens
    ///   added which it does not have
    /// @param addSpecial whether to add what the model wants at the beginning and end, such as BOS
    /// @param parseSpecial whether text such as `<|im_end|>` becomes a control token; never for
    ///   what a user wrote
    public int[] tokenize(String text, boolean addSpecial, boolean parseSpecial) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (addSpecial) {
            requireSpecialTokens();
        }
        try (var _ = model.lease();
                var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, utf8.length));
            MemorySegment.copy(utf8, 0, bytes, ValueLayout.JAVA_BYTE, 0, utf8.length);
            int capacity = utf8.length + 8;
            MemorySegment tokens = arena.allocate(ValueLayout.JAVA_INT, capacity);
            int count =
                    Llama.llama_tokenize(
                            vocab, bytes, utf8.length, tokens, capacity, addSpecial, parseSpecial);
            if (count < 0 && count != Integer.MIN_VALUE) {
                capacity = -count;
                tokens = arena.allocate(ValueLayout.JAVA_INT, capacity);
                count =
                        Llama.llama_tokenize(
                                vocab,
                                bytes,
                                utf8.length,
                                tokens,
                                capacity,
                                addSpecial,
                                parseSpecial);
            }
            if (count < 0) {
                throw new NativeCallException(
                        "llama_tokenize returned "
                                + count
                                + " for a text of "
                                + utf8.length
                                + " bytes");
            }
            return tokens.asSlice(0, (long) count * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
        }
    }

    /// A token's bytes, which may be part of a character; control tokens have none.
    public byte[] piece(int token) {
        return piece(token, false);
    }

    /// A token's bytes, control tokens as they are written, such as `<|im_end|>`.
    public byte[] pieceWithControl(int token) {
        return piece(token, true);
    }

    private byte[] piece(int token, boolean control) {
        check(token);
        try (var _ = model.lease();
                var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(PIECE_BYTES);
            int length = Llama.llama_token_to_piece(vocab, token, bytes, PIECE_BYTES, 0, control);
            if (length < 0) {
                bytes = arena.allocate(-length);
                length = Llama.llama_token_to_piece(vocab, token, bytes, -length, 0, control);
            }
            return bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /// The texts that [#tokenize] turns into control tokens when it parses them.
    public List<String> controlTexts() {
        try (var _ = model.lease()) {
            var texts = new ArrayList<String>();
            int size = Llama.llama_vocab_n_tokens(vocab);
            for (int token = 0; token < size; token++) {
                int kind = Llama.llama_vocab_get_attr(vocab, token);
                if ((kind & PARSED) != 0) {
                    texts.add(Llama.llama_vocab_get_text(vocab, token).getString(0));
                }
            }
            return List.copyOf(texts);
        }
    }

    /// Whether a token ends the model's turn.
    public boolean isEndOfGeneration(int token) {
        check(token);
        try (var _ = model.lease()) {
            return Llama.llama_vocab_is_eog(vocab, token);
        }
    }

    /// All tokens that end the model's turn.
    public BitSet endOfGenerationTokens() {
        try (var _ = model.lease()) {
            int size = Llama.llama_vocab_n_tokens(vocab);
            var tokens = new BitSet(size);
            for (int token = 0; token < size; token++) {
                tokens.set(token, Llama.llama_vocab_is_eog(vocab, token));
            }
            return tokens;
        }
    }

    /// The beginning-of-sequence token.
    public OptionalInt beginOfSequence() {
        try (var _ = model.lease()) {
            return present(Llama.llama_vocab_bos(vocab));
        }
    }

    /// The end-of-sequence token.
    public OptionalInt endOfSequence() {
        try (var _ = model.lease()) {
            return present(Llama.llama_vocab_eos(vocab));
        }
    }

    /// Whether prompts begin with the beginning-of-sequence token.
    public boolean addsBeginOfSequence() {
        try (var _ = model.lease()) {
            return Llama.llama_vocab_get_add_bos(vocab);
        }
    }

    /// How a token is written in the file.
    public String text(int token) {
        check(token);
        try (var _ = model.lease()) {
            return Llama.llama_vocab_get_text(vocab, token).getString(0);
        }
    }

    private void requireSpecialTokens() {
        try (var _ = model.lease()) {
            if ((Llama.llama_vocab_get_add_bos(vocab) && Llama.llama_vocab_bos(vocab) < 0)
                    || (Llama.llama_vocab_get_add_eos(vocab) && Llama.llama_vocab_eos(vocab) < 0)) {
                throw new IllegalArgumentException(
                        model + " adds a token at the beginning or end that it does not have");
            }
        }
    }

    MemorySegment nativeVocabulary() {
        return vocab;
    }

    private void check(int token) {
        int size = size();
        if (token < 0 || token >= size) {
            throw new IllegalArgumentException(
                    "token " + token + "; this vocabulary has 0 to " + (size - 1));
        }
    }

    private static OptionalInt present(int token) {
        return token < 0 ? OptionalInt.empty() : OptionalInt.of(token);
    }
}
