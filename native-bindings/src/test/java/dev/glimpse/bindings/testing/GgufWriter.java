package dev.glimpse.bindings.testing;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes GGUF files for tests, right ones and wrong ones: nothing is checked here.
///
/// Layout, all little endian: magic, version u32, tensor count u64, entry count u64, entries (key,
/// type u32, value), tensors (name, dimensions u32, extents u64, type u32, offset u64), padding,
/// data. A text is its length as u64 and its bytes.
public final class GgufWriter {
    /// What a file begins with.
    public static final int MAGIC = 0x46554747;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// The header of a file of version 3, up to the data.
    public static byte[] header(Map<String, GgufValue> metadata, List<TensorInfo> tensors) {
        var writer = new GgufWriter().begin(3, tensors.size(), metadata.size());
        metadata.forEach(writer::entry);
        tensors.forEach(writer::tensor);
        return writer.pad(32).bytes();
    }

    /// The header of a file, written again.
    public static byte[] header(GgufFile file) {
        return header(file.metadata(), file.tensors());
    }

    /// Magic, version and counts.
    public GgufWriter begin(int version, long tensors, long entries) {
        return u32(MAGIC).u32(version).u64(tensors).u64(entries);
    }

    /// A metadata entry.
    public GgufWriter entry(String key, GgufValue value) {
        text(key);
        return switch (value) {
            case GgufValue.Int(GgufType type, _) -> u32(type.code()).value(value);
            case GgufValue.Real(GgufType type, _) -> u32(type.code()).value(value);
            case GgufValue.Bool _ -> u32(GgufType.BOOL.code()).value(value);
            case GgufValue.Text _ -> u32(GgufType.STRING.code()).value(value);
            case GgufValue.Array _ -> u32(GgufType.ARRAY.code()).value(value);
        };
    }

    /// A tensor's entry.
    public GgufWriter tensor(TensorInfo tensor) {
        text(tensor.name()).u32(tensor.shape().size());
        tensor.shape().forEach(this::u64);
        return u32(tensor.type().code()).u64(tensor.offset());
    }

    private GgufWriter value(GgufValue value) {
        return switch (value) {
            case GgufValue.Int(GgufType type, long number) -> integer(type, number);
            case GgufValue.Real(GgufType type, double number) ->
                    type == GgufType.F32
                            ? u32(Float.floatToRawIntBits((float) number))
                            : u64(Double.doubleToRawLongBits(number));
            case GgufValue.Bool(boolean flag) -> u8(flag ? 1 : 0);
            case GgufValue.Text(String text) -> text(text);
            case GgufValue.Array(GgufType type, List<GgufValue> values) -> {
                u32(type.code()).u64(values.size());
                values.forEach(this::value);
                yield this;
            }
        };
    }

    private GgufWriter integer(GgufType type, long number) {
        return switch (type) {
            case U8, I8 -> u8((int) number);
            case U16, I16 -> little(Short.BYTES, number);
            case U32, I32 -> u32((int) number);
            case U64, I64 -> u64(number);
            case F32, F64, BOOL, STRING, ARRAY ->
                    throw new IllegalArgumentException(type + " is no type of whole numbers");
        };
    }

    public GgufWriter u8(int number) {
        return little(1, number);
    }

    public GgufWriter u32(int number) {
        return little(Integer.BYTES, number);
    }

    public GgufWriter u64(long number) {
        return little(Long.BYTES, number);
    }

    public GgufWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return u64(bytes.length).raw(bytes);
    }

    public GgufWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /// Zeros up to a multiple of `alignment`.
    public GgufWriter pad(int alignment) {
        int rest = out.size() % alignment;
        return rest == 0 ? this : raw(new byte[alignment - rest]);
    }

    private GgufWriter little(int bytes, long number) {
        byte[] all =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array();
        out.write(all, 0, bytes);
        return this;
    }

    /// Bytes written so far.
    public int size() {
        return out.size();
    }

    /// What was written.
    public byte[] bytes() {
        return out.toByteArray();
    }
}
