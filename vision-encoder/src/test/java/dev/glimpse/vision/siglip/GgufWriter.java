package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Writes GGUF files, version 3, for tests: metadata and tensors whose floats are made when they
/// are written.
public final class GgufWriter {
    private static final int ALIGNMENT = 32;

    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> tensors = new LinkedHashMap<>();

    private record Entry(TensorType type, List<Long> shape, Supplier<float[]> floats) {
        long bytes() {
            long elements = 1;
            for (long extent : shape) {
                elements *= extent;
            }
            return NumberFormat.bytes(type, elements);
        }
    }

    /// All of a file, to be changed before it is written.
    static GgufWriter copyOf(GgufFile file) {
        var writer = new GgufWriter();
        file.metadata().forEach(writer::put);
        for (TensorInfo tensor : file.tensors()) {
            long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
            writer.tensor(tensor.name(), tensor.type(), () -> floats(file, tensor), shape);
        }
        return writer;
    }

    private static float[] floats(GgufFile file, TensorInfo tensor) {
        try (var channel = FileChannel.open(file.path());
                var arena = Arena.ofConfined()) {
            MemorySegment stored =
                    channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            file.dataOffset() + tensor.offset(),
                            tensor.bytes(),
                            arena);
            MemorySegment floats = arena.allocate(ValueLayout.JAVA_FLOAT, tensor.elements());
            NumberFormat.toFloats(tensor.type(), stored, floats, tensor.elements());
            return floats.toArray(ValueLayout.JAVA_FLOAT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stores all 16-bit floats as another type.
    GgufWriter as(TensorType type) {
        tensors.replaceAll((_, entry) ->
                entry.type == TensorType.F16 ? new Entry(type, entry.shape, entry.floats) : entry);
        return this;
    }

    public GgufWriter put(String key, GgufValue value) {
        metadata.put(key, value);
        return this;
    }

    public GgufWriter put(String key, String value) {
        return put(key, new GgufValue.Text(value));
    }

    public GgufWriter put(String key, boolean value) {
        return put(key, new GgufValue.Bool(value));
    }

    public GgufWriter put(String key, long value) {
        return put(key, new GgufValue.Int(GgufType.U32, value));
    }

    public GgufWriter put(String key, double value) {
        return put(key, new GgufValue.Real(GgufType.F32, value));
    }

    public GgufWriter put(String key, List<GgufValue> values, GgufType type) {
        return put(key, new GgufValue.Array(type, values));
    }

    /// Adds a tensor, or replaces the one of that name.
    public GgufWriter tensor(
            String name, TensorType type, Supplier<float[]> floats, long... shape) {
        tensors.put(name, new Entry(type, Arrays.stream(shape).boxed().toList(), floats));
        return this;
    }

    public GgufWriter remove(String tensor) {
        if (tensors.remove(tensor) == null) {
            throw new IllegalArgumentException("no tensor " + tensor);
        }
        return this;
    }

    /// A tensor's floats, as they will be written.
    float[] floats(String tensor) {
        return Objects.requireNonNull(tensors.get(tensor), tensor).floats.get();
    }

    /// Changes a tensor's floats when they are written.
    GgufWriter change(String tensor, Consumer<float[]> edit) {
        Entry entry = Objects.requireNonNull(tensors.get(tensor), tensor);
        Supplier<float[]> edited =
                () -> {
                    float[] values = entry.floats.get().clone();
                    edit.accept(values);
                    return values;
                };
        tensors.put(tensor, new Entry(entry.type, entry.shape, edited));
        return this;
    }

    /// Gives a tensor another name.
    public GgufWriter rename(String from, String to) {
        Entry entry = tensors.remove(from);
        tensors.put(to, entry);
        return this;
    }

    public void write(Path file) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var header = new ArrayList<byte[]>();
            header.add("GGUF".getBytes(StandardCharsets.US_ASCII));
            header.add(number(Integer.BYTES, 3));
            header.add(number(Long.BYTES, tensors.size()));
            header.add(number(Long.BYTES, metadata.size()));
            metadata.forEach((key, value) -> {
                header.add(text(key));
                header.add(number(Integer.BYTES, code(value)));
                value(header, value);
            });
            long offset = 0;
            for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
                Entry entry = tensor.getValue();
                header.add(text(tensor.getKey()));
                header.add(number(Integer.BYTES, entry.shape.size()));
                for (long extent : entry.shape) {
                    header.add(number(Long.BYTES, extent));
                }
                header.add(number(Integer.BYTES, entry.type.code()));
                header.add(number(Long.BYTES, offset));
                offset += aligned(entry.bytes());
            }
            for (byte[] part : header) {
                channel.write(ByteBuffer.wrap(part));
            }
            pad(channel);
            for (Entry entry : tensors.values()) {
                write(channel, entry);
            }
        }
    }

    private static void write(FileChannel channel, Entry entry) throws IOException {
        float[] floats = entry.floats.get();
        try (var arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_FLOAT, floats);
            MemorySegment stored = arena.allocate(entry.bytes(), 64);
            long columns = entry.shape.getFirst();
            NumberFormat.fromFloats(entry.type, source, stored, floats.length / columns, columns);
            ByteBuffer bytes = stored.asByteBuffer();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        pad(channel);
    }

    private static void pad(FileChannel channel) throws IOException {
        channel.write(
                ByteBuffer.allocate((int) (aligned(channel.position()) - channel.position())));
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    private static int code(GgufValue value) {
        return switch (value) {
            case GgufValue.Int(GgufType type, _) -> code(type);
            case GgufValue.Real(GgufType type, _) -> code(type);
            case GgufValue.Bool _ -> code(GgufType.BOOL);
            case GgufValue.Text _ -> code(GgufType.STRING);
            case GgufValue.Array _ -> code(GgufType.ARRAY);
        };
    }

    /// The format's numbering is the order of the constants.
    private static int code(GgufType type) {
        return List.of(GgufType.values()).indexOf(type);
    }

    private static void value(List<byte[]> out, GgufValue value) {
        switch (value) {
            case GgufValue.Int(GgufType type, long number) -> out.add(number(bytes(type), number));
            case GgufValue.Real(GgufType type, double number) ->
                    out.add(
                            type == GgufType.F32
                                    ? number(4, Float.floatToIntBits((float) number))
                                    : number(8, Double.doubleToLongBits(number)));
            case GgufValue.Bool(boolean truth) -> out.add(number(1, truth ? 1 : 0));
            case GgufValue.Text(String text) -> out.add(text(text));
            case GgufValue.Array(GgufType type, List<GgufValue> values) -> {
                out.add(number(Integer.BYTES, code(type)));
                out.add(number(Long.BYTES, values.size()));
                values.forEach(element -> value(out, element));
            }
        }
    }

    private static int bytes(GgufType type) {
        return switch (type) {
            case U8, I8, BOOL -> 1;
            case U16, I16 -> 2;
            case U32, I32, F32 -> 4;
            case U64, I64, F64, STRING, ARRAY -> 8;
        };
    }

    private static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + utf8.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(utf8.length)
                .put(utf8)
                .array();
    }

    private static byte[] number(int bytes, long value) {
        var little = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            little[i] = (byte) (value >>> (8 * i));
        }
        return little;
    }
}
