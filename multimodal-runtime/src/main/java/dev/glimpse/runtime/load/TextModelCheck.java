package dev.glimpse.runtime.load;

import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;
import java.util.List;

/// What can be said about a decoder's file before llama.cpp sees it, whose answer to a wrong number
/// may be an assertion that ends the process.
public final class TextModelCheck {
    /// Beyond what any model has; keeps products of these within bounds.
    private static final int MAX_EXTENT = 1 << 20;

    private static final int MAX_CONTEXT = 1 << 26;

    private final GgufFile file;
    private final String architecture;

    private TextModelCheck(GgufFile file) {
        this.file = file;
        architecture = file.text("general.architecture").orElse("");
    }

    /// Checks a decoder's file.
    ///
    /// @throws ModelLoadException with what was found and what is expected
    public static void check(Path model) {
        try {
            var check = new TextModelCheck(GgufFile.read(model));
            check.isTextModel();
            check.dimensions();
            check.vocabulary();
            check.blocks();
        } catch (GgufException e) {
            throw new ModelLoadException(e.getMessage(), e);
        }
    }

    private void isTextModel() {
        if (architecture.isEmpty()) {
            throw fault("names no general.architecture; it is damaged or no model");
        }
        if (architecture.equals("clip")) {
            throw fault(
                    "is a vision encoder (mmproj); give it as --mmproj, and a text model as"
                            + " --model");
        }
        if (file.tensors().isEmpty()) {
            throw fault("has no tensors; it holds a vocabulary or metadata only");
        }
    }

    private void dimensions() {
        extent("context_length", MAX_CONTEXT);
        extent("embedding_length", MAX_EXTENT);
        extent("block_count", 1 << 12);
        // Hybrid and mixture models give these per layer, as arrays, which llama.cpp checks.
        optionalExtent("attention.head_count");
        optionalExtent("attention.head_count_kv");
        optionalExtent("feed_forward_length");
        optionalExtent("rope.dimension_count");
        optionalExtent("attention.key_length");
        optionalExtent("attention.value_length");
    }

    private void vocabulary() {
        List<GgufValue> tokens =
                file.array("tokenizer.ggml.tokens")
                        .orElseThrow(() -> fault("has no tokenizer.ggml.tokens"));
        sameLength("tokenizer.ggml.scores", tokens.size());
        sameLength("tokenizer.ggml.token_type", tokens.size());
        for (String name : List.of("bos", "eos", "unknown", "padding", "eot", "eom")) {
            String key = "tokenizer.ggml." + name + "_token_id";
            file.integer(key)
                    .filter(token -> token < -1 || token >= tokens.size())
                    .ifPresent(token -> {
                        throw fault(
                                "has "
                                        + key
                                        + " = "
                                        + token
                                        + ", but "
                                        + tokens.size()
                                        + " tokens");
                    });
        }
        TensorInfo table =
                file.tensor("token_embd.weight")
                        .orElseThrow(() -> fault("has no tensor token_embd.weight"));
        long width = extent("embedding_length", MAX_EXTENT);
        if (table.shape().size() != 2
                || table.shape().getFirst() != width
                || table.shape().getLast() < tokens.size()) {
            throw fault(
                    "has token_embd.weight of "
                            + table.shapeText()
                            + "; expected "
                            + width
                            + " by "
                            + tokens.size()
                            + " tokens");
        }
    }

    private void blocks() {
        int blocks = extent("block_count", 1 << 12);
        for (int block = 0; block < blocks; block++) {
            String prefix = "blk." + block + ".";
            if (file.tensors().stream().noneMatch(tensor -> tensor.name().startsWith(prefix))) {
                throw fault(
                        "has "
                                + blocks
                                + " blocks by its metadata, but no tensors of block "
                                + block);
            }
        }
    }

    private void sameLength(String key, int tokens) {
        file.array(key)
                .filter(values -> values.size() != tokens)
                .ifPresent(values -> {
                    throw fault(
                            "has "
                                    + tokens
                                    + " tokens, but "
                                    + values.size()
                                    + " values of "
                                    + key);
                });
    }

    private int extent(String name, int max) {
        String key = architecture + "." + name;
        int value =
                file.integer(key)
                        .orElseThrow(
                                () -> fault("has no " + key + "; it is damaged or no text model"));
        if (value < 1 || value > max) {
            throw fault("has " + key + " = " + value + "; allowed: 1 to " + max);
        }
        return value;
    }

    private void optionalExtent(String name) {
        String key = architecture + "." + name;
        if (file.metadata().get(key) instanceof GgufValue.Int) {
            extent(name, MAX_EXTENT);
        }
    }

    private ModelLoadException fault(String what) {
        return new ModelLoadException(file.path() + " " + what);
    }
}
