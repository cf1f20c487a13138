package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A batch of text tokens.
public final class TokenBatch extends Batch {
    private final MemorySegment tokens;
    private int highestToken;

    private TokenBatch(Arena arena, MemorySegment tokens, int capacity, int positionsPerRow) {
        super(
                "token batch",
                arena,
                new Payload(tokens, MemorySegment.NULL),
                capacity,
                positionsPerRow);
        this.tokens = tokens;
    }

    /// A batch of as many rows as the context takes.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned batch owns the arena
    public static TokenBatch open(LlamaContext context) {
        NativeLibraries.load();
        Arena arena = Arena.ofShared();
        try {
            return new TokenBatch(
                    arena,
                    arena.allocate(ValueLayout.JAVA_INT, context.batchTokens()),
                    context.batchTokens(),
                    context.positionsPerToken());
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// Appends a token.
    ///
    /// @param output whether its logits are wanted
    /// @return its row
    public int add(int token, int position, int sequence, boolean output) {
        requireRoom();
        if (token < 0) {
            throw new IllegalArgumentException("token " + token + "; tokens are 0 or more");
        }
        int row = size();
        tokens.setAtIndex(ValueLayout.JAVA_INT, row, token);
        highestToken = row == 0 ? token : Math.max(highestToken, token);
        append(position, sequence, output);
        return row;
    }

    @Override
    void check(LlamaContext context) {
        super.check(context);
        if (highestToken >= context.vocabularySize()) {
            throw new IllegalArgumentException(
                    "token "
                            + highestToken
                            + "; the vocabulary has 0 to "
                            + (context.vocabularySize() - 1));
        }
    }
}
