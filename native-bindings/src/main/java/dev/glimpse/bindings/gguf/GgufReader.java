package dev.glimpse.bindings.gguf;

import dev.glimpse.bindings.fault.GgufException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a file's header front to back through a small buffer, checking each number before use.
final class GgufReader {
    private static final int MAGIC = 0x46554747; // "GGUF", little endian
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int MAX_ALIGNMENT = 1 << 20;
    private static final int MAX_NAME_BYTES = 65_535;

    /// ggml's GGML_MAX_NAME, the terminating zero included.
    private static final int MAX_TENSOR_NAME_BYTES = 63;

    private static final int MAX_DIMENSIONS = 4;

    // Well beyond any model, and small enough that a damaged count fills no memory.
    private static final int MAX_TENSORS = 1 << 17;
    private static final int MAX_ENTRIES = 1 << 16;
    private static final int MAX_VALUES = 1 << 23;
    private static final int MAX_TEXT_BYTES = 1 << 26;

    private static final int BUFFER_BYTES = 1 << 16;

    /// Bytes of the shortest metadata entry and tensor entry there can be.
    private static final int MIN_ENTRY_BYTES = 8 + 4 + 1;

    private static final int MIN_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private String place = "the header";

    /// Values in all arrays so far.
    private long values;

    GgufReader(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
    }

    GgufFile read() throws IOException {
        if (size == 0) {
            throw fault("is empty");
        }
        if (size < 4 || readInt() != MAGIC) {
            throw fault("does not begin with `GGUF`; it is not a GGUF file");
        }
        int version = readInt();
        if (version < 2 || version > 3) {
            throw fault("has GGUF version " + version + "; versions 2 and 3 are supported");
        }
        long tensorCount = readCount("tensors", MIN_TENSOR_BYTES, MAX_TENSORS);
        long entryCount = readCount("metadata entries", MIN_ENTRY_BYTES, MAX_ENTRIES);
        var metadata = new LinkedHashMap<String, GgufValue>();
        var offsets = new HashMap<String, Long>();
        for (long i = 0; i < entryCount; i++) {
            place = "metadata entry " + i;
            String key = readName(MAX_NAME_BYTES);
            place = "metadata entry " + key;
            GgufType type = readType();
            offsets.put(key, position());
            if (metadata.put(key, readValue(type)) != null) {
                throw fault("has " + key + " twice");
            }
        }
        int alignment = alignment(metadata);
        var tensors = readTensors(tensorCount, alignment);
        long dataOffset = align(position(), alignment);
        checkData(tensors, dataOffset);
        return new GgufFile(path, version, new Entries(metadata, offsets), tensors, dataOffset);
    }

    /// Metadata, and where in the file each value is.
    record Entries(Map<String, GgufValue> values, Map<String, Long> offsets) {}

    private GgufValue readValue(GgufType type) throws IOException {
        return switch (type) {
            case U8 -> new GgufValue.Int(type, readByte() & 0xFF);
            case I8 -> new GgufValue.Int(type, readByte());
            case U16 -> new GgufValue.Int(type, need(2).getShort() & 0xFFFF);
            case I16 -> new GgufValue.Int(type, need(2).getShort());
            case U32 -> new GgufValue.Int(type, Integer.toUnsignedLong(readInt()));
            case I32 -> new GgufValue.Int(type, readInt());
            case U64, I64 -> new GgufValue.Int(type, readLong());
            case F32 -> new GgufValue.Real(type, need(4).getFloat());
            case F64 -> new GgufValue.Real(type, need(8).getDouble());
            case BOOL -> new GgufValue.Bool(readBool());
            case STRING -> new GgufValue.Text(readString(MAX_TEXT_BYTES));
            case ARRAY -> readArray();
        };
    }

    private GgufValue readArray() throws IOException {
        GgufType type = readType();
        if (type == GgufType.ARRAY) {
            throw fault("has an array of arrays at " + place + ", which ggml does not read");
        }
        long count = readCount("values at " + place, type.minimumBytes(), MAX_VALUES - values);
        values += count;
        var array = new ArrayList<GgufValue>();
        for (long i = 0; i < count; i++) {
            array.add(readValue(type));
        }
        return new GgufValue.Array(type, array);
    }

    private GgufType readType() throws IOException {
        int code = readInt();
        return GgufType.ofCode(code)
                .orElseThrow(() ->
                        fault(
                                "has the value type "
                                        + code
                                        + " at "
                                        + place
                                        + "; types are 0 to 12"));
    }

    private int alignment(Map<String, GgufValue> metadata) {
        return switch (metadata.get("general.alignment")) {
            case null -> DEFAULT_ALIGNMENT;
            case GgufValue.Int(GgufType type, long value)
                    when type == GgufType.U32
                            && value > 0
                            && value <= MAX_ALIGNMENT
                            && Long.bitCount(value) == 1 ->
                    (int) value;
            case GgufValue other ->
                    throw fault(
                            "has general.alignment " + other + "; expected a power of two as u32");
        };
    }

    private Map<String, TensorInfo> readTensors(long count, int alignment) throws IOException {
        var tensors = new LinkedHashMap<String, TensorInfo>();
        for (long i = 0; i < count; i++) {
            place = "tensor " + i;
            String name = readName(MAX_TENSOR_NAME_BYTES);
            place = "tensor " + name;
            List<Long> shape = readShape();
            TensorType type = readTensorType();
            long offset = readLong();
            if (offset < 0 || offset % alignment != 0) {
                throw fault(
                        "has " + place + " at offset " + offset + ", no multiple of " + alignment);
            }
            var tensor = new TensorInfo(name, type, shape, offset, bytes(type, shape));
            if (tensors.put(name, tensor) != null) {
                throw fault("has " + place + " twice");
            }
        }
        return tensors;
    }

    private List<Long> readShape() throws IOException {
        int dimensions = readInt();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw fault("has " + place + " with " + dimensions + " dimensions; allowed: 1 to 4");
        }
        var shape = new ArrayList<Long>();
        for (int dimension = 0; dimension < dimensions; dimension++) {
            long extent = readLong();
            if (extent < 1) {
                throw fault("has " + place + " with extent " + Long.toUnsignedString(extent));
            }
            shape.add(extent);
        }
        return shape;
    }

    private TensorType readTensorType() throws IOException {
        int code = readInt();
        return TensorType.ofCode(code)
                .orElseThrow(() ->
                        fault("has " + place + " of type " + code + ", unknown to ggml 0.25"));
    }

    private long bytes(TensorType type, List<Long> shape) {
        if (shape.getFirst() % type.blockElements() != 0) {
            throw fault(
                    "has "
                            + place
                            + " with rows of "
                            + shape.getFirst()
                            + "; "
                            + type
                            + " stores "
                            + type.blockElements()
                            + " together");
        }
        try {
            long elements = 1;
            for (long extent : shape) {
                elements = Math.multiplyExact(elements, extent);
            }
            return Math.multiplyExact(elements / type.blockElements(), (long) type.blockBytes());
        } catch (ArithmeticException e) {
            throw fault("has " + place + " of a size beyond 64 bits: " + shape);
        }
    }

    private void checkData(Map<String, TensorInfo> tensors, long dataOffset) {
        long available = size - dataOffset;
        for (TensorInfo tensor : tensors.values()) {
            if (tensor.bytes() > available || tensor.offset() > available - tensor.bytes()) {
                throw fault(
                        "is cut off: tensor "
                                + tensor.name()
                                + " has "
                                + tensor.bytes()
                                + " bytes at "
                                + tensor.offset()
                                + " of the data, of which there are "
                                + Math.max(0, available)
                                + "; download or copy it again");
            }
        }
        var byOffset = new ArrayList<>(tensors.values());
        byOffset.sort((a, b) -> Long.compare(a.offset(), b.offset()));
        for (int i = 1; i < byOffset.size(); i++) {
            TensorInfo before = byOffset.get(i - 1);
            if (before.offset() + before.bytes() > byOffset.get(i).offset()) {
                throw fault(
                        "has tensors that overlap: "
                                + before.name()
                                + " and "
                                + byOffset.get(i).name());
            }
        }
    }

    /// A count of things that take at least `minimumBytes` each, which must fit the rest of the
    /// file.
    private long readCount(String what, int minimumBytes, long max) throws IOException {
        long count = readLong();
        if (count < 0 || count > (size - position()) / minimumBytes) {
            throw fault(
                    "claims "
                            + Long.toUnsignedString(count)
                            + " "
                            + what
                            + ", more than its "
                            + size
                            + " bytes can hold; it is damaged or cut off");
        }
        if (count > max) {
            throw fault("has " + count + " " + what + "; at most " + max + " are read");
        }
        return count;
    }

    /// A key or a tensor's name. llama.cpp asserts that keys are not empty, and takes a name to end
    /// at a zero byte.
    private String readName(int maxBytes) throws IOException {
        String name = readString(maxBytes);
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw fault("has an empty name or one with a zero byte at " + place);
        }
        return name;
    }

    private String readString(int maxBytes) throws IOException {
        long length = readLong();
        if (length < 0 || length > size - position()) {
            throw fault(
                    "has a text of "
                            + Long.toUnsignedString(length)
                            + " bytes at "
                            + place
                            + ", beyond its end; it is damaged or cut off");
        }
        if (length > maxBytes) {
            throw fault("has a text of " + length + " bytes at " + place + "; at most " + maxBytes);
        }
        byte[] bytes = new byte[(int) length];
        int done = 0;
        while (done < bytes.length) {
            int part = Math.min(BUFFER_BYTES / 2, bytes.length - done);
            need(part).get(bytes, done, part);
            done += part;
        }
        return GgufText.decode(bytes);
    }

    private boolean readBool() throws IOException {
        byte value = readByte();
        if (value != 0 && value != 1) {
            throw fault("has the truth value " + value + " at " + place + "; allowed: 0 and 1");
        }
        return value == 1;
    }

    private byte readByte() throws IOException {
        return need(1).get();
    }

    private int readInt() throws IOException {
        return need(4).getInt();
    }

    private long readLong() throws IOException {
        return need(8).getLong();
    }

    private ByteBuffer need(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            buffer.compact();
            while (buffer.position() < bytes) {
                if (channel.read(buffer) < 0) {
                    throw fault("ends in the middle of " + place + "; it is damaged or cut off");
                }
            }
            buffer.flip();
        }
        return buffer;
    }

    private long position() throws IOException {
        return channel.position() - buffer.remaining();
    }

    private static long align(long offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    private GgufException fault(String what) {
        return new GgufException(path + " " + what);
    }
}
