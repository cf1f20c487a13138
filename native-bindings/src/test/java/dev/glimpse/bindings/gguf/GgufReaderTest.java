package dev.glimpse.bindings.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.testing.GgufWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufReaderTest {
    @TempDir Path folder;

    @Test
    void valuesOfEveryTypeComeBack() {
        var file = SmallFile.read(folder, SmallFile.bytes());
        assertThat(file.metadata()).isEqualTo(SmallFile.METADATA);
        assertThat(List.copyOf(file.metadata().keySet()))
                .isEqualTo(List.copyOf(SmallFile.METADATA.keySet()));
        assertThat(file.tensors()).isEqualTo(SmallFile.TENSORS);
        assertThat(file.version()).isEqualTo(3);
        assertThat(file.dataOffset()).isEqualTo(SmallFile.header().length);
    }

    @Test
    void whatIsNoGgufFileIsCalledSo() throws Exception {
        refused(new byte[0], "is empty");
        refused(new byte[] {'G', 'G'}, "does not begin with `GGUF`");
        refused("# a text file".getBytes(StandardCharsets.UTF_8), "not a GGUF file");
        refused(
                new GgufWriter().u32(GgufWriter.MAGIC).u32(1).bytes(),
                "GGUF version 1; versions 2");
        refused(begin(4, 0, 0), "GGUF version 4");
        assertThatThrownBy(() -> GgufFile.read(folder))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> GgufFile.read(folder.resolve("none.gguf")))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("none.gguf does not exist");
        assertThat(SmallFile.read(folder, begin(2, 0, 0)).version()).isEqualTo(2);
        assertThatThrownBy(() -> GgufFile.read(Path.of("/dev/null")))
                .hasMessageContaining(Files.exists(Path.of("/dev/null")) ? "device" : "exist");
    }

    @Test
    void countsAreWithinTheFile() {
        refused(begin(3, -1, 0), "claims 18446744073709551615 tensors");
        refused(begin(3, 0, Long.MAX_VALUE), "claims 9223372036854775807 metadata entries");
        refused(entry("a", 9).u32(0).u64(1L << 40).bytes(), "claims 1099511627776 values at");
        refused(entry("a", 8).u64(1L << 40).bytes(), "a text of 1099511627776 bytes at");
        refused(entry("a", 8).u64(-1).bytes(), "a text of 18446744073709551615 bytes");
    }

    @Test
    void valuesAreOfKnownTypes() {
        refused(entry("a", 13).u64(0).bytes(), "the value type 13 at metadata entry a");
        refused(entry("a", 9).u32(99).u64(0).bytes(), "the value type 99");
        refused(entry("a", 9).u32(9).u64(0).bytes(), "an array of arrays at metadata entry a");
        refused(entry("a", 7).u8(2).bytes(), "the truth value 2 at metadata entry a");
    }

    @Test
    void namesAreUniqueAndWhole() {
        var writer = new GgufWriter().begin(3, 0, 2);
        var value = new GgufValue.Bool(true);
        refused(writer.entry("a", value).entry("a", value).bytes(), "has a twice");
        refused(entry("", 7).u8(1).bytes(), "an empty name");
        refused(entry("a\0b", 7).u8(1).bytes(), "a zero byte");
        refused(entry("k".repeat(65_536), 7).u8(1).bytes(), "65536 bytes");
        refused(tensors(List.of(f32("t", 0), f32("t", 32))), "has tensor t twice");
        refused(tensors(List.of(f32("t".repeat(64), 0))), "64 bytes");
    }

    @Test
    void alignmentIsAPowerOfTwo() {
        for (long alignment : List.of(0L, 3L, 48L, 1L << 21, 4_294_967_295L)) {
            var value = new GgufValue.Int(GgufType.U32, alignment);
            refused(
                    GgufWriter.header(Map.of("general.alignment", value), List.of()),
                    "general.alignment");
        }
        var wrongType = new GgufValue.Int(GgufType.U64, 32);
        refused(
                GgufWriter.header(Map.of("general.alignment", wrongType), List.of()),
                "expected a power of two as u32");
        var wide =
                Map.<String, GgufValue>of("general.alignment", new GgufValue.Int(GgufType.U32, 64));
        var writer = new GgufWriter().raw(GgufWriter.header(wide, List.of(f32("t", 0)))).pad(64);
        assertThat(SmallFile.read(folder, writer.raw(new byte[16]).bytes()).dataOffset() % 64)
                .isZero();
        refused(GgufWriter.header(wide, List.of(f32("t", 32))), "no multiple of 64");
    }

    @Test
    void tensorsHaveOneToFourExtents() {
        refused(shape(), "with 0 dimensions");
        refused(shape(1, 1, 1, 1, 1), "with 5 dimensions");
        refused(shape(4, 0), "with extent 0");
        refused(shape(-1), "with extent 18446744073709551615");
        refused(shape(1L << 32, 1L << 32), "of a size beyond 64 bits");
        refused(shape(1L << 62), "of a size beyond 64 bits");
    }

    @Test
    void tensorsHaveKnownTypesAndWholeBlocks() {
        for (int code : List.of(4, 5, 31, 36, 43, -1, Integer.MIN_VALUE)) {
            refused(tensor("t", code, 32, 0).bytes(), "of type " + code + ", unknown");
        }
        refused(tensor("t", TensorType.Q8_0.code(), 33, 0).bytes(), "rows of 33; Q8_0 stores 32");
    }

    @Test
    void tensorsLieWithinTheData() {
        refused(tensors(List.of(f32("t", 31))), "at offset 31, no multiple of 32");
        refused(tensors(List.of(f32("t", -32))), "at offset -32");
        refused(tensors(List.of(f32("t", 0))), "is cut off: tensor t has 16 bytes at 0");
        refused(tensors(List.of(f32("t", Long.MAX_VALUE - 31))), "is cut off");
        var large = new TensorInfo("large", TensorType.F32, List.of(16L), 0, 64);
        byte[] overlapping =
                new GgufWriter()
                        .raw(GgufWriter.header(Map.of(), List.of(large, f32("t", 32))))
                        .raw(new byte[64])
                        .bytes();
        refused(overlapping, "overlap: large and t");
    }

    @Test
    void textsThatAreNotUtf8StayDifferent() {
        var first = entry("a", 8).u64(2).u8(0xC3).u8(0x28).bytes();
        var second = entry("a", 8).u64(2).u8(0xE2).u8(0x28).bytes();
        var third = entry("a", 8).text("\uFFFD(").bytes();
        assertThat(text(first)).isNotEqualTo(text(second)).isNotEqualTo(text(third));
        assertThat(text(third)).isEqualTo("\uFFFD(");
        assertThat(text(first)).isEqualTo("\uDCC3(");
    }

    @Test
    void readValuesAreGivenByTheirTypes() {
        var file = SmallFile.read(folder, SmallFile.bytes());
        assertThat(file.text("text")).hasValue("Ünï 图 🙂");
        assertThat(file.integer("i32")).hasValue(Integer.MIN_VALUE);
        assertThat(file.real("u8")).hasValue(255.0);
        assertThat(file.bool("bool")).hasValue(true);
        assertThat(file.array("array").orElseThrow()).hasSize(2);
        assertThat(file.text("absent")).isEmpty();
        assertThat(file.tensor("two").orElseThrow().shapeText()).isEqualTo("32");
        assertThatThrownBy(() -> file.integer("u64"))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("u64 is 18446744073709551615");
        assertThatThrownBy(() -> file.integer("text"))
                .hasMessageContaining("text is of type str; expected an integer");
        assertThatThrownBy(() -> file.text("array")).hasMessageContaining("of type str[2]");
        assertThatThrownBy(() -> file.bool("u8")).hasMessageContaining("expected bool");
        assertThatThrownBy(() -> file.real("bool")).hasMessageContaining("expected a number");
        assertThatThrownBy(() -> file.array("f32")).hasMessageContaining("expected an array");
    }

    private String text(byte[] bytes) {
        return SmallFile.read(folder, bytes).text("a").orElseThrow();
    }

    private void refused(byte[] bytes, String message) {
        assertThatThrownBy(() -> SmallFile.read(folder, bytes))
                .isInstanceOf(GgufException.class)
                .hasMessageStartingWith(folder.resolve("small.gguf").toString())
                .hasMessageContaining(message);
    }

    private static byte[] begin(int version, long tensors, long entries) {
        return new GgufWriter().begin(version, tensors, entries).bytes();
    }

    /// A file with one entry, up to its type.
    private static GgufWriter entry(String key, int type) {
        return new GgufWriter().begin(3, 0, 1).text(key).u32(type);
    }

    private static GgufWriter tensor(String name, int type, long extent, long offset) {
        return new GgufWriter().begin(3, 1, 0).text(name).u32(1).u64(extent).u32(type).u64(offset);
    }

    private static byte[] shape(long... extents) {
        var writer = new GgufWriter().begin(3, 1, 0).text("t").u32(extents.length);
        for (long extent : extents) {
            writer.u64(extent);
        }
        return writer.u32(TensorType.F32.code()).u64(0).bytes();
    }

    private static TensorInfo f32(String name, long offset) {
        return new TensorInfo(name, TensorType.F32, List.of(4L), offset, 16);
    }

    private static byte[] tensors(List<TensorInfo> tensors) {
        return GgufWriter.header(Map.of(), tensors);
    }
}
