package dev.glimpse.bindings.testing;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The header of a file with a change, in front of data that are all zero: for checks that read no
/// data.
public final class ChangedGguf {
    private final Map<String, GgufValue> metadata;
    private final List<TensorInfo> tensors;

    private ChangedGguf(GgufFile file) {
        metadata = new LinkedHashMap<>(file.metadata());
        tensors = new ArrayList<>(file.tensors());
    }

    /// Nothing changed yet.
    public static ChangedGguf of(Path file) {
        return new ChangedGguf(GgufFile.read(file));
    }

    /// A number as files have it.
    public static GgufValue u32(long value) {
        return new GgufValue.Int(GgufType.U32, value);
    }

    /// A number as files have it.
    public static GgufValue f32(float value) {
        return new GgufValue.Real(GgufType.F32, value);
    }

    public ChangedGguf with(String key, GgufValue value) {
        metadata.put(key, value);
        return this;
    }

    public ChangedGguf without(String key) {
        if (metadata.remove(key) == null && !tensors.removeIf(t -> t.name().equals(key))) {
            throw new IllegalArgumentException("nothing is called " + key);
        }
        return this;
    }

    /// Changes one value of an array.
    public ChangedGguf element(String key, int index, GgufValue value) {
        return array(
                key,
                values -> {
                    values.set(index, value);
                    return values;
                });
    }

    /// Changes an array's values.
    public ChangedGguf array(String key, UnaryOperator<List<GgufValue>> change) {
        if (!(metadata.get(key) instanceof GgufValue.Array(var type, var values))) {
            throw new IllegalArgumentException(key + " is no array");
        }
        return with(key, new GgufValue.Array(type, change.apply(new ArrayList<>(values))));
    }

    /// Gives a tensor another shape.
    public ChangedGguf shape(String name, Long... shape) {
        return tensor(name, old -> of(name, old.type(), Arrays.asList(shape)));
    }

    /// Gives a tensor another type.
    public ChangedGguf type(String name, TensorType type) {
        return tensor(name, old -> of(name, type, old.shape()));
    }

    /// Adds a tensor.
    public ChangedGguf add(String name, TensorType type, Long... shape) {
        tensors.add(of(name, type, Arrays.asList(shape)));
        return this;
    }

    private ChangedGguf tensor(String name, UnaryOperator<TensorInfo> change) {
        boolean found = tensors.stream().anyMatch(tensor -> tensor.name().equals(name));
        if (!found) {
            throw new IllegalArgumentException("no tensor is called " + name);
        }
        tensors.replaceAll(tensor -> tensor.name().equals(name) ? change.apply(tensor) : tensor);
        return this;
    }

    private static TensorInfo of(String name, TensorType type, List<Long> shape) {
        return new TensorInfo(name, type, shape, 0, 0);
    }

    /// Writes the file.
    public Path write(Path target) {
        var placed = new ArrayList<TensorInfo>();
        long end = 0;
        for (TensorInfo tensor : tensors) {
            TensorType type = tensor.type();
            long bytes = tensor.elements() / type.blockElements() * type.blockBytes();
            placed.add(new TensorInfo(tensor.name(), type, tensor.shape(), end, bytes));
            end += (bytes + 31) / 32 * 32;
        }
        byte[] header = GgufWriter.header(metadata, placed);
        try (var channel =
                FileChannel.open(
                        target,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(header));
            if (end > 0) { // the rest is a hole in the file
                channel.write(ByteBuffer.wrap(new byte[1]), header.length + end - 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
