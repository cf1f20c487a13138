package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.ffi.llama_batch;
import dev.glimpse.bindings.handle.NativeHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/// Rows to decode: `llama_batch`, with buffers allocated once. Confined to one thread at a time.
///
/// llama.cpp takes tokens or embeddings in a batch, never both: [TokenBatch], [EmbeddingBatch].
public abstract sealed class Batch extends NativeHandle permits TokenBatch, EmbeddingBatch {
    private final Arena arena;
    private final Rows rows;

    /// `[row][dimension]`; llama.cpp wants `[dimension][row]` with as many rows as there are now.
    private final int[] rowPositions;

    private final int capacity;
    private final int positionsPerRow;
    private int size;
    private int highestSequence;

    /// The rows whose logits are wanted.
    private final BitSet outputRows = new BitSet();

    /// @param positionsPerRow 1, or 4 for multimodal RoPE
    Batch(String name, Arena arena, Payload payload, int capacity, int positionsPerRow) {
        var rows = Rows.allocate(arena, capacity, positionsPerRow);
        MemorySegment batch = llama_batch.allocate(arena);
        // After the allocations, so that a batch they fail for is not listed as open.
        super(name, batch);
        this.arena = arena;
        this.rows = rows;
        this.capacity = capacity;
        this.positionsPerRow = positionsPerRow;
        rowPositions = new int[capacity * positionsPerRow];
        llama_batch.token(batch, payload.tokens());
        llama_batch.embd(batch, payload.embeddings());
        llama_batch.pos(batch, rows.positions);
        llama_batch.n_seq_id(batch, rows.sequenceCounts);
        llama_batch.seq_id(batch, rows.sequencePointers);
        llama_batch.logits(batch, rows.outputs);
    }

    /// The arrays of a `llama_batch` besides its payload.
    private record Rows(
            MemorySegment positions,
            MemorySegment sequenceCounts,
            MemorySegment sequenceIds,
            MemorySegment sequencePointers,
            MemorySegment outputs) {

        static Rows allocate(Arena arena, int capacity, int positionsPerRow) {
            var rows =
                    new Rows(
                            arena.allocate(ValueLayout.JAVA_INT, (long) capacity * positionsPerRow),
                            arena.allocate(ValueLayout.JAVA_INT, capacity),
                            arena.allocate(ValueLayout.JAVA_INT, capacity),
                            arena.allocate(ValueLayout.ADDRESS, capacity),
                            arena.allocate(ValueLayout.JAVA_BYTE, capacity));
            for (int row = 0; row < capacity; row++) {
                rows.sequenceCounts.setAtIndex(ValueLayout.JAVA_INT, row, 1);
                rows.sequencePointers.setAtIndex(
                        ValueLayout.ADDRESS,
                        row,
                        rows.sequenceIds.asSlice((long) row * Integer.BYTES, Integer.BYTES));
            }
            return rows;
        }
    }

    /// What the rows hold: one of the two is NULL.
    record Payload(MemorySegment tokens, MemorySegment embeddings) {}

    /// Rows now in the batch.
    public final int size() {
        return size;
    }

    /// Rows it can take.
    public final int capacity() {
        return capacity;
    }

    /// Removes all rows.
    public final void clear() {
        size = 0;
        highestSequence = 0;
        outputRows.clear();
    }

    /// Appends a row's place; the subclass has checked and written its payload at [#size()].
    final void append(int position, int sequence, boolean output) {
        if (position < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "position " + position + ", sequence " + sequence + "; both must be 0 or more");
        }
        // Text rows of a model with multimodal RoPE stand at the same place in each dimension.
        for (int dimension = 0; dimension < positionsPerRow; dimension++) {
            setPosition(size, dimension, dimension < 3 ? position : 0);
        }
        rows.sequenceIds.setAtIndex(ValueLayout.JAVA_INT, size, sequence);
        rows.outputs.setAtIndex(ValueLayout.JAVA_BYTE, size, (byte) (output ? 1 : 0));
        outputRows.set(size, output);
        highestSequence = Math.max(highestSequence, sequence);
        size++;
    }

    final void setPosition(int row, int dimension, int position) {
        rowPositions[row * positionsPerRow + dimension] = position;
    }

    final void requireDimensions(int wanted) {
        if (positionsPerRow != wanted) {
            throw new IllegalStateException(
                    "rows of this batch have "
                            + positionsPerRow
                            + " positions; only those with "
                            + wanted
                            + " are placed in more than one dimension");
        }
    }

    final void requireRoom() {
        if (size == capacity) {
            throw new IllegalStateException("the batch is full with " + capacity + " rows");
        }
    }

    /// Checks the rows against the context that shall compute them.
    void check(LlamaContext context) {
        if (highestSequence >= context.sequences()) {
            throw new IllegalArgumentException(
                    "sequence " + highestSequence + "; the context has " + context.sequences());
        }
        if (positionsPerRow != context.positionsPerToken()) {
            throw new IllegalArgumentException(
                    "batch with "
                            + positionsPerRow
                            + " positions a row; the model takes "
                            + context.positionsPerToken());
        }
    }

    /// Copies which rows have logits once the batch is computed.
    final void copyOutputRows(BitSet target) {
        target.clear();
        target.or(outputRows);
    }

    final MemorySegment nativeBatch() {
        MemorySegment batch = address();
        llama_batch.n_tokens(batch, size);
        for (int row = 0; row < size; row++) {
            for (int dimension = 0; dimension < positionsPerRow; dimension++) {
                rows.positions.setAtIndex(
                        ValueLayout.JAVA_INT,
                        (long) dimension * size + row,
                        rowPositions[row * positionsPerRow + dimension]);
            }
        }
        return batch;
    }

    @Override
    protected final void free(MemorySegment address) {
        arena.close();
    }
}
