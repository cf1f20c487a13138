package dev.glimpse.runtime.memory;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.llama.KvType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The numbers of a decoder that its memory depends on, read from a header that passed its checks.
/// What llama.cpp v0.5.0 allocates by them was read in `src/llama-kv-cache.cpp`,
/// `src/llama-memory-recurrent.cpp` and `src/llama-hparams.cpp`.
final class DecoderShape {
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\..*");

    private final GgufFile file;
    private final String architecture;
    private final int layers;

    DecoderShape(GgufFile file) {
        this.file = file;
        architecture = file.text("general.architecture").orElse("");
        layers = number("block_count", 0);
    }

    int layers() {
        return layers;
    }

    int width() {
        return number("embedding_length", 0);
    }

    /// The widest feed-forward layer that a row goes through, all experts it uses together.
    long feedForward() {
        long experts =
                (long) number("expert_feed_forward_length", number("feed_forward_length", 0))
                        * number("expert_used_count", 0);
        return Math.max(number("feed_forward_length", 0), experts);
    }

    int trainedContext() {
        return number("context_length", 0);
    }

    long vocabulary() {
        return file.tensor("token_embd.weight").map(table -> table.shape().getLast()).orElse(0L);
    }

    int heads() {
        return (int) each("attention.head_count", 0);
    }

    /// Bytes of the tensors of a layer; of [#layers()] those of the output.
    long weights(int layer) {
        return file.tensors().stream()
                .filter(tensor -> layerOf(tensor) == layer)
                .mapToLong(TensorInfo::bytes)
                .sum();
    }

    /// Bytes of the table of tokens, which stays on the processor.
    long tokenTable() {
        return file.tensor("token_embd.weight").map(TensorInfo::bytes).orElse(0L);
    }

    /// Whether the table of tokens is the output matrix too.
    boolean isTied() {
        return file.tensor("output.weight").isEmpty();
    }

    private int layerOf(TensorInfo tensor) {
        Matcher matcher = BLOCK.matcher(tensor.name());
        if (matcher.matches()) {
            return Integer.parseInt(matcher.group(1));
        }
        return tensor.name().equals("token_embd.weight") ? -1 : layers;
    }

    /// Bytes of the keys and values of a layer, for one cell.
    long cellBytes(int layer, KvType keys, KvType values) {
        if (isRecurrent(layer)) {
            return 0;
        }
        long shared = each("attention.head_count_kv", layer);
        return bytes(keys, shared * headSize("key")) + bytes(values, shared * headSize("value"));
    }

    private static long bytes(KvType type, long numbers) {
        return numbers * type.tensorType().blockBytes() / type.tensorType().blockElements();
    }

    /// Bytes of the recurrent state of a layer, for one sequence: what a convolution looks back on,
    /// and the sum of what was seen.
    long stateBytes(int layer) {
        if (!isRecurrent(layer)) {
            return 0;
        }
        long inner = number("ssm.inner_size", 0);
        long state = number("ssm.state_size", 0);
        long groups = number("ssm.group_count", 0);
        long kernel = number("ssm.conv_kernel", 1);
        long convolution = Math.max(0, kernel - 1) * (inner + 2 * groups * state);
        return Float.BYTES * (convolution + state * inner);
    }

    /// Floats of a row within a recurrent layer.
    long recurrentWidth() {
        return 2L * number("ssm.group_count", 0) * number("ssm.state_size", 0)
                + 4L * number("ssm.inner_size", 0);
    }

    /// Whether a layer has recurrent state in place of keys and values: as the file says layer by
    /// layer, or by the interval at which layers of attention stand.
    private boolean isRecurrent(int layer) {
        if (number("ssm.state_size", 0) == 0) {
            return false;
        }
        if (file.metadata().get(architecture + ".attention.recurrent_layers")
                        instanceof GgufValue.Array(_, List<GgufValue> values)
                && layer < values.size()) {
            return values.get(layer) instanceof GgufValue.Bool(boolean recurrent) && recurrent;
        }
        if (each("attention.head_count_kv", layer) == 0) {
            return true;
        }
        boolean alternating =
                file.has(architecture + ".full_attention_interval")
                        || architecture.startsWith("qwen3");
        return alternating && (layer + 1) % number("full_attention_interval", 4) != 0;
    }

    long headSize(String what) {
        int heads = heads();
        return number("attention." + what + "_length", heads == 0 ? 0 : width() / heads);
    }

    private int number(String name, int otherwise) {
        return (int) value(file.metadata().get(architecture + "." + name), otherwise);
    }

    /// A number that is the same for all layers, or given for each.
    private long each(String name, int layer) {
        GgufValue found = file.metadata().get(architecture + "." + name);
        if (found instanceof GgufValue.Array(_, List<GgufValue> values)) {
            return layer < values.size() ? value(values.get(layer), 0) : 0;
        }
        boolean shared = found == null && name.equals("attention.head_count_kv");
        return value(found, shared ? number("attention.head_count", 0) : 0);
    }

    private static long value(@Nullable GgufValue value, long otherwise) {
        return value instanceof GgufValue.Int(GgufType _, long number) ? number : otherwise;
    }
}
