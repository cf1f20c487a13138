package dev.glimpse.bindings.llama;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.library.LoggedErrors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A context's KV cache (and recurrent state): `llama_memory_t`. A view, confined like its context.
///
/// Ranges of positions are half open; `from` 0 with `to` [#END] is a whole sequence.
public final class KvMemory {
    /// The end of a sequence, wherever it is.
    public static final int END = -1;

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final LlamaContext context;
    private final MemorySegment memory;

    KvMemory(LlamaContext context, MemorySegment memory) {
        this.context = context;
        this.memory = memory;
    }

    /// Forgets everything.
    public void clear() {
        open();
        Llama.llama_memory_clear(memory, true);
    }

    /// Forgets positions of a sequence.
    ///
    /// @return false if the memory cannot forget a part (recurrent state); nothing changed then
    public boolean remove(int sequence, int from, int to) {
        check(sequence, from, to);
        return Llama.llama_memory_seq_rm(memory, sequence, from, to);
    }

    /// Makes `target` begin as `source` is, sharing its cells.
    public void copy(int source, int target, int from, int to) {
        check(source, from, to);
        check(target, from, to);
        Llama.llama_memory_seq_cp(memory, source, target, from, to);
    }

    /// Forgets every other sequence.
    public void keep(int sequence) {
        check(sequence, 0, END);
        Llama.llama_memory_seq_keep(memory, sequence);
    }

    /// Moves positions by `delta`; what would stand before 0 is forgotten.
    ///
    /// @throws IllegalStateException if this memory cannot
    public void shift(int sequence, int from, int to, int delta) {
        check(sequence, from, to);
        if (context.positionsPerToken() != 1 || !Llama.llama_memory_can_shift(memory)) {
            throw new IllegalStateException("the memory of " + context + " cannot shift positions");
        }
        Llama.llama_memory_seq_add(memory, sequence, from, to, delta);
    }

    /// The last position of a sequence, -1 if it is empty.
    public int lastPosition(int sequence) {
        check(sequence, 0, END);
        return Llama.llama_memory_seq_pos_max(memory, sequence);
    }

    /// How many bytes [#save] gives.
    public long stateBytes(int sequence) {
        check(sequence, 0, END);
        return CHECKSUM_BYTES + Llama.llama_state_seq_get_size(context.nativeContext(), sequence);
    }

    /// A sequence's state, to be kept and given to [#load] later. It begins with a checksum, as
    /// llama.cpp takes what is behind it on trust.
    public byte[] save(int sequence) {
        check(sequence, 0, END);
        MemorySegment native_ = context.nativeContext();
        long size = Llama.llama_state_seq_get_size(native_, sequence);
        if (size > Integer.MAX_VALUE - 8 - CHECKSUM_BYTES) {
            throw new NativeCallException(
                    "the state of sequence " + sequence + " has " + size + " bytes; at most 2 GiB");
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Math.max(1, size));
            long written = Llama.llama_state_seq_get_data(native_, state, size, sequence);
            if (written == 0) {
                throw new NativeCallException(
                        "the state of sequence " + sequence + " was not saved");
            }
            byte[] saved = new byte[CHECKSUM_BYTES + (int) written];
            MemorySegment.copy(
                    state, ValueLayout.JAVA_BYTE, 0, saved, CHECKSUM_BYTES, (int) written);
            ByteBuffer.wrap(saved).putInt(checksum(saved));
            return saved;
        }
    }

    /// Replaces a sequence by one that [#save] gave, of the same model and context settings.
    ///
    /// @throws NativeCallException if the state is damaged or does not fit
    public void load(int sequence, byte[] state) {
        check(sequence, 0, END);
        int length = state.length - CHECKSUM_BYTES;
        if (length < 1 || ByteBuffer.wrap(state).getInt() != checksum(state)) {
            throw new NativeCallException("a state of " + state.length + " bytes is damaged");
        }
        try (var arena = Arena.ofConfined();
                var errors = LoggedErrors.collect()) {
            MemorySegment bytes = arena.allocate(length);
            MemorySegment.copy(state, CHECKSUM_BYTES, bytes, ValueLayout.JAVA_BYTE, 0, length);
            long read =
                    Llama.llama_state_seq_set_data(
                            context.nativeContext(), bytes, length, sequence);
            if (read == 0) {
                throw new NativeCallException(
                        "a state of "
                                + state.length
                                + " bytes does not fit "
                                + context
                                + ": "
                                + errors.text());
            }
        }
    }

    private static int checksum(byte[] state) {
        var checksum = new CRC32C();
        checksum.update(state, CHECKSUM_BYTES, state.length - CHECKSUM_BYTES);
        return (int) checksum.getValue();
    }

    private void check(int sequence, int from, int to) {
        open();
        if (sequence < 0 || sequence >= context.sequences()) {
            throw new IllegalArgumentException(
                    "sequence " + sequence + "; the context has 0 to " + (context.sequences() - 1));
        }
        if (from < 0 || (to != END && to < from)) {
            throw new IllegalArgumentException(
                    "positions " + from + " to " + to + "; allowed: 0 <= from <= to, or END");
        }
    }

    private void open() {
        var _ = context.nativeContext();
    }
}
