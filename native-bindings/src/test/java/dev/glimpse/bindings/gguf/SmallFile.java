package dev.glimpse.bindings.gguf;

import dev.glimpse.bindings.testing.GgufWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A right file of a few hundred bytes with a value of every type, to be damaged.
final class SmallFile {
    static final Map<String, GgufValue> METADATA = metadata();

    static final List<TensorInfo> TENSORS =
            List.of(
                    new TensorInfo("one", TensorType.F32, List.of(4L, 2L), 0, 32),
                    new TensorInfo("two", TensorType.Q8_0, List.of(32L), 32, 34));

    private SmallFile() {}

    private static Map<String, GgufValue> metadata() {
        var entries = new LinkedHashMap<String, GgufValue>();
        entries.put("u8", new GgufValue.Int(GgufType.U8, 255));
        entries.put("i8", new GgufValue.Int(GgufType.I8, -128));
        entries.put("u16", new GgufValue.Int(GgufType.U16, 65_535));
        entries.put("i16", new GgufValue.Int(GgufType.I16, -32_768));
        entries.put("u32", new GgufValue.Int(GgufType.U32, 4_294_967_295L));
        entries.put("i32", new GgufValue.Int(GgufType.I32, Integer.MIN_VALUE));
        entries.put("u64", new GgufValue.Int(GgufType.U64, -1));
        entries.put("i64", new GgufValue.Int(GgufType.I64, Long.MIN_VALUE));
        entries.put("f32", new GgufValue.Real(GgufType.F32, 0.5));
        entries.put("f64", new GgufValue.Real(GgufType.F64, Math.PI));
        entries.put("bool", new GgufValue.Bool(true));
        entries.put("text", new GgufValue.Text("Ünï 图 🙂"));
        entries.put(
                "array",
                new GgufValue.Array(
                        GgufType.STRING, List.of(new GgufValue.Text("a"), new GgufValue.Text(""))));
        return Collections.unmodifiableMap(entries);
    }

    static byte[] header() {
        return GgufWriter.header(METADATA, TENSORS);
    }

    static byte[] bytes() {
        return new GgufWriter().raw(header()).raw(new byte[66]).bytes();
    }

    static GgufFile read(Path folder, byte[] bytes) {
        try {
            return GgufFile.read(Files.write(folder.resolve("small.gguf"), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
