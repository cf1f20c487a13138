package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A batch of rows of floats in place of tokens: image embeddings, or looked-up token embeddings.
public final class EmbeddingBatch extends Batch {
    private final MemorySegment embeddings;
    private final int width;

    private EmbeddingBatch(
            Arena arena, MemorySegment embeddings, int width, int capacity, int positionsPerRow) {
        super(
                "embedding batch",
                arena,
                new Payload(MemorySegment.NULL, embeddings),
                capacity,
                positionsPerRow);
        this.embeddings = embeddings;
        this.width = width;
    }

    /// A batch of as many rows as the context takes.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned batch owns the arena
    public static EmbeddingBatch open(LlamaContext context) {
        NativeLibraries.load();
        Arena arena = Arena.ofShared();
        try {
            return new EmbeddingBatch(
                    arena,
                    arena.allocate(
                            ValueLayout.JAVA_FLOAT,
                            (long) context.batchTokens() * context.embeddingSize()),
                    context.embeddingSize(),
                    context.batchTokens(),
                    context.positionsPerToken());
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// Floats a row.
    public int width() {
        return width;
    }

    /// Appends the row that begins at `values[offset]`.
    ///
    /// @param output whether its logits are wanted
    /// @return its row
    public int add(float[] values, int offset, int position, int sequence, boolean output) {
        requireRoom();
        if (offset < 0 || offset > values.length - width) {
            throw new IllegalArgumentException(
                    "row at " + offset + " of " + values.length + " floats; a row has " + width);
        }
        int row = size();
        MemorySegment.copy(
                values,
                offset,
                embeddings,
                ValueLayout.JAVA_FLOAT,
                (long) row * width * Float.BYTES,
                width);
        append(position, sequence, output);
        return row;
    }

    /// Appends the row of a token, as a [TokenBatch] would have it looked up.
    ///
    /// @param output whether its logits are wanted
    /// @return its row
    public int add(TokenTable table, int token, int position, int sequence, boolean output) {
        requireRoom();
        if (table.width() != width) {
            throw new IllegalArgumentException(
                    "a table with rows of " + table.width() + " floats; the batch has " + width);
        }
        int row = size();
        long bytes = (long) width * Float.BYTES;
        table.read(token, embeddings.asSlice(row * bytes, bytes));
        append(position, sequence, output);
        return row;
    }

    /// Places a row for multimodal RoPE, after [#add] gave it one position for all dimensions.
    ///
    /// @throws IllegalStateException if the model has one position a row
    public void place(int row, int temporal, int vertical, int horizontal) {
        if (row < 0 || row >= size()) {
            throw new IllegalArgumentException("row " + row + "; the batch has " + size());
        }
        requireDimensions(4);
        setPosition(row, 0, temporal);
        setPosition(row, 1, vertical);
        setPosition(row, 2, horizontal);
    }

    /// Places a row in all four dimensions of multimodal RoPE, the last of which most models do not
    /// use. The first one also orders rows for the causal mask.
    ///
    /// @throws IllegalStateException if the model has one position a row
    public void place(int row, int[] positions) {
        requireDimensions(4);
        if (row < 0 || row >= size() || positions.length != 4) {
            throw new IllegalArgumentException(
                    "row "
                            + row
                            + " of "
                            + size()
                            + ", "
                            + positions.length
                            + " positions; expected 4");
        }
        for (int dimension = 0; dimension < positions.length; dimension++) {
            if (positions[dimension] < 0) {
                throw new IllegalArgumentException("position " + positions[dimension]);
            }
            setPosition(row, dimension, positions[dimension]);
        }
    }

    @Override
    void check(LlamaContext context) {
        super.check(context);
        if (width != context.embeddingSize()) {
            throw new IllegalArgumentException(
                    "rows of " + width + " floats; the model takes " + context.embeddingSize());
        }
    }
}
