package dev.glimpse.bindings.llama;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.handle.NativeHandle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.List;
import java.util.Optional;

/// A decoder's table of token embeddings, `token_embd.weight`: the rows that a token batch makes
/// llama.cpp look up, for a batch of embeddings. Read from a mapping of the model's file, and made
/// floats by the function with which ggml's own look-up does it, so they are equal to the bit.
///
/// Confined to one thread at a time: the decode thread.
public final class TokenTable extends NativeHandle {
    private static final String TENSOR = "token_embd.weight";

    private final Arena arena;
    private final TensorType type;
    private final int width;
    private final int tokens;
    private final long rowBytes;

    /// One stored row. Native code reads this copy and not the mapping: a file that was cut off
    /// meanwhile is an exception here, and would end the process there.
    private final MemorySegment stored;

    private TokenTable(String name, Arena arena, MemorySegment mapping, TensorInfo tensor) {
        var type = tensor.type();
        int width = Math.toIntExact(tensor.shape().getFirst());
        long rowBytes = NumberFormat.bytes(type, width);
        MemorySegment stored = arena.allocate(rowBytes, Long.BYTES);
        // After the allocation, so that a table it fails for is not listed as open.
        super(name, mapping);
        this.arena = arena;
        this.type = type;
        this.width = width;
        this.rowBytes = rowBytes;
        this.stored = stored;
        tokens = Math.toIntExact(tensor.shape().get(1));
    }

    /// Whether the file has a table that fits the model: one row of its width a token, of a type
    /// that ggml turns into floats. Files that are one of several may have none.
    public static boolean isReadable(LlamaModel model, GgufFile file) {
        return table(model, file).isPresent();
    }

    private static Optional<TensorInfo> table(LlamaModel model, GgufFile file) {
        List<Long> shape =
                List.of((long) model.inputEmbeddingSize(), (long) model.vocabulary().size());
        return file.tensor(TENSOR)
                .filter(tensor -> tensor.shape().equals(shape))
                .filter(tensor -> NumberFormat.isReadable(tensor.type()));
    }

    /// Opens the table of a model.
    ///
    /// @param file the model's file, as it was when the model was loaded
    /// @throws NativeCallException if it has none that [#isReadable], or cannot be mapped
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned table owns the arena
    public static TokenTable open(LlamaModel model, GgufFile file) {
        TensorInfo tensor =
                table(model, file)
                        .orElseThrow(() ->
                                new NativeCallException(
                                        file.path()
                                                + " has no "
                                                + TENSOR
                                                + " of "
                                                + model.inputEmbeddingSize()
                                                + " numbers for each of "
                                                + model.vocabulary().size()
                                                + " tokens"));
        Arena arena = Arena.ofShared();
        try (var channel = FileChannel.open(file.path())) {
            long begin = Math.addExact(file.dataOffset(), tensor.offset());
            if (Math.addExact(begin, tensor.bytes()) > channel.size()) {
                throw new NativeCallException(file.path() + " became shorter while it was loaded");
            }
            var mapping = channel.map(MapMode.READ_ONLY, begin, tensor.bytes(), arena);
            return new TokenTable("token table of " + model, arena, mapping, tensor);
        } catch (IOException e) {
            arena.close();
            throw new NativeCallException(file.path() + " could not be mapped: " + e, e);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// Floats a row.
    int width() {
        return width;
    }

    /// Writes a token's row.
    ///
    /// @param target native, room for [#width()] floats
    void read(int token, MemorySegment target) {
        if (token < 0 || token >= tokens) {
            throw new IllegalArgumentException(
                    "token " + token + "; the table has 0 to " + (tokens - 1));
        }
        MemorySegment.copy(address(), token * rowBytes, stored, 0, rowBytes);
        NumberFormat.toFloats(type, stored, target, width);
    }

    @Override
    protected void free(MemorySegment address) {
        arena.close();
    }
}
