package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.GgufWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// A decoder's file of an architecture that nobody trained: the embedded model's vocabulary, and
/// its weights under another name or random ones. What it says means nothing.
final class TextModelFile {
    private static final int ALIGNMENT = 32;

    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Random random = new Random(1);
    private final String architecture;

    private TextModelFile(String architecture) {
        this.architecture = architecture;
    }

    /// The embedded model, read as one of another architecture.
    static TextModelFile embeddedAs(String architecture) throws IOException {
        var model = new TextModelFile(architecture);
        var original = GgufFile.read(EmbeddedModel.text());
        original.metadata()
                .forEach((key, value) ->
                        model.metadata.put(
                                key.replaceFirst("^minicpm\\.", architecture + "."), value));
        model.metadata.put("general.architecture", new GgufValue.Text(architecture));
        model.tensors.addAll(original.tensors());
        byte[] file = Files.readAllBytes(original.path());
        int begin = Math.toIntExact(original.dataOffset());
        model.data.write(file, begin, file.length - begin);
        return model;
    }

    /// A decoder of the embedded model's architecture and vocabulary, with rows of 64 floats and
    /// random weights: a batch takes it less than what surrounds a batch.
    static TextModelFile small() throws IOException {
        int width = 64;
        int forward = 128;
        var model =
                random("minicpm")
                        .with("context_length", 2048)
                        .with("embedding_length", width)
                        .with("block_count", 2)
                        .with("feed_forward_length", forward)
                        .with("attention.head_count", 2)
                        .with("attention.head_count_kv", 1)
                        .with("attention.layer_norm_rms_epsilon", 1e-6)
                        .with("rope.dimension_count", width / 2)
                        .withTensor("token_embd.weight", width, 4096)
                        .withTensor("output_norm.weight", width);
        for (int block = 0; block < 2; block++) {
            String prefix = "blk." + block + ".";
            model.withTensor(prefix + "attn_norm.weight", width)
                    .withTensor(prefix + "attn_q.weight", width, width)
                    .withTensor(prefix + "attn_k.weight", width, width / 2)
                    .withTensor(prefix + "attn_v.weight", width, width / 2)
                    .withTensor(prefix + "attn_output.weight", width, width)
                    .withTensor(prefix + "ffn_norm.weight", width)
                    .withTensor(prefix + "ffn_gate.weight", width, forward)
                    .withTensor(prefix + "ffn_up.weight", width, forward)
                    .withTensor(prefix + "ffn_down.weight", forward, width);
        }
        return model;
    }

    /// The embedded model's vocabulary, and no tensors yet.
    static TextModelFile random(String architecture) throws IOException {
        var model = new TextModelFile(architecture);
        model.metadata.put("general.architecture", new GgufValue.Text(architecture));
        GgufFile.read(EmbeddedModel.text())
                .metadata()
                .forEach((key, value) -> {
                    if (key.startsWith("tokenizer.")) {
                        model.metadata.put(key, value);
                    }
                });
        return model;
    }

    /// A whole number of the architecture.
    TextModelFile with(String key, int value) {
        metadata.put(architecture + "." + key, new GgufValue.Int(GgufType.U32, value));
        return this;
    }

    /// A number of the architecture.
    TextModelFile with(String key, double value) {
        metadata.put(architecture + "." + key, new GgufValue.Real(GgufType.F32, value));
        return this;
    }

    /// The sections of its rotary embedding.
    TextModelFile withSections(int... pairs) {
        metadata.put(
                architecture + ".rope.dimension_sections",
                new GgufValue.Array(
                        GgufType.I32,
                        IntStream.of(pairs)
                                .<GgufValue>mapToObj(size -> new GgufValue.Int(GgufType.I32, size))
                                .toList()));
        return this;
    }

    /// Random weights: those of vectors about 1, those of matrices about 0 and smaller the more of
    /// them are added up.
    TextModelFile withTensor(String name, long... shape) {
        long elements = 1;
        for (long extent : shape) {
            elements *= extent;
        }
        data.writeBytes(new byte[-data.size() & (ALIGNMENT - 1)]);
        var values =
                ByteBuffer.allocate(Math.toIntExact(elements * Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        double scale = shape.length == 1 ? 0.1 : 1 / Math.sqrt((double) shape[0]);
        for (int i = 0; i < elements; i++) {
            values.putFloat((float) ((shape.length == 1 ? 1 : 0) + random.nextGaussian() * scale));
        }
        var extents = Arrays.stream(shape).boxed().toList();
        tensors.add(new TensorInfo(name, TensorType.F32, extents, data.size(), values.capacity()));
        data.writeBytes(values.array());
        return this;
    }

    /// Writes it.
    Path write(Path folder) throws IOException {
        var file = new ByteArrayOutputStream();
        file.writeBytes(GgufWriter.header(metadata, tensors));
        file.writeBytes(data.toByteArray());
        return Files.write(folder.resolve(architecture + ".gguf"), file.toByteArray());
    }
}
