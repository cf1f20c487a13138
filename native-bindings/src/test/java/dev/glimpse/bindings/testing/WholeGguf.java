package dev.glimpse.bindings.testing;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file with its data, made or changed by a test: small models that compute.
public final class WholeGguf {
    private static final int ALIGNMENT = 32;

    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
    private final Map<String, Data> tensors = new LinkedHashMap<>();

    private static final class Data {
        private final TensorType type;
        private final List<Long> shape;
        private final byte[] bytes;

        Data(TensorType type, List<Long> shape, byte[] bytes) {
            this.type = type;
            this.shape = List.copyOf(shape);
            this.bytes = bytes;
        }
    }

    /// An empty file.
    public static WholeGguf empty() {
        return new WholeGguf();
    }

    /// A copy of a file.
    public static WholeGguf of(Path path) {
        var file = GgufFile.read(path);
        var copy = new WholeGguf();
        copy.metadata.putAll(file.metadata());
        try {
            byte[] all = Files.readAllBytes(path);
            for (TensorInfo tensor : file.tensors()) {
                int from = Math.toIntExact(file.dataOffset() + tensor.offset());
                byte[] bytes = Arrays.copyOfRange(all, from, from + (int) tensor.bytes());
                copy.tensors.put(tensor.name(), new Data(tensor.type(), tensor.shape(), bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /// Sets a metadata value.
    public WholeGguf with(String key, GgufValue value) {
        metadata.put(key, value);
        return this;
    }

    /// Sets a text.
    public WholeGguf with(String key, String value) {
        return with(key, new GgufValue.Text(value));
    }

    /// Sets or replaces a tensor.
    public WholeGguf tensor(String name, float[] values, Long... shape) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        tensors.put(name, new Data(TensorType.F32, List.of(shape), bytes.array()));
        return this;
    }

    /// A tensor of 8-bit blocks as floats, in the file's order.
    public float[] dequantized(String name) {
        Data data = tensors.get(name);
        if (data.type != TensorType.Q8_0) {
            throw new IllegalArgumentException(name + " is of type " + data.type);
        }
        var bytes = ByteBuffer.wrap(data.bytes).order(ByteOrder.LITTLE_ENDIAN);
        int blocks = data.bytes.length / TensorType.Q8_0.blockBytes();
        var values = new float[blocks * 32];
        for (int block = 0; block < blocks; block++) {
            float scale = Float.float16ToFloat(bytes.getShort());
            for (int i = 0; i < 32; i++) {
                values[block * 32 + i] = scale * bytes.get();
            }
        }
        return values;
    }

    /// Writes the file.
    public Path write(Path target) {
        var placed = new ArrayList<TensorInfo>();
        var data = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            placed.add(
                    new TensorInfo(
                            name, tensor.type, tensor.shape, data.size(), tensor.bytes.length));
            data.writeBytes(tensor.bytes);
            data.writeBytes(new byte[(ALIGNMENT - data.size() % ALIGNMENT) % ALIGNMENT]);
        });
        var file = new ByteArrayOutputStream();
        file.writeBytes(GgufWriter.header(metadata, placed));
        file.writeBytes(data.toByteArray());
        try {
            return Files.write(target, file.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
