package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The numbers of a decoder's metadata that llama.cpp v0.5.0 trusts: each within its range, and
/// those that are used together fitting each other. From `llama_model_base::load_hparams` and the
/// graphs in `src/models`.
final class DecoderNumbers {
    /// Beyond what any model has; keeps products of these within bounds.
    private static final int MAX_EXTENT = 1 << 20;

    private static final int MAX_CONTEXT = 1 << 26;

    /// llama.cpp's LLAMA_MAX_LAYERS and LLAMA_MAX_EXPERTS.
    private static final int MAX_LAYERS = 512;

    private static final int MAX_EXPERTS = 1024;

    private static final Set<String> ROPE_SCALINGS = Set.of("none", "linear", "yarn", "longrope");

    /// Architectures whose rotary embedding covers whole heads, as their graphs assert; of those
    /// that Glimpse is for.
    private static final Set<String> WHOLE_HEAD_ROPE =
            Set.of("minicpm", "llama", "qwen2", "qwen2moe", "qwen3", "qwen3moe", "granite");

    private static final Set<String> DELTA_NETS = Set.of("qwen35", "qwen35moe", "qwen3next");

    private final GgufFile file;
    private final String architecture;

    DecoderNumbers(GgufFile file, String architecture) {
        this.file = file;
        this.architecture = architecture;
    }

    void check() {
        dimensions();
        experts();
        rope();
        deltaNet();
        epsilon("attention.layer_norm_rms_epsilon");
        epsilon("attention.layer_norm_epsilon");
    }

    /// Floats in a row of the token table.
    int width() {
        return extent("embedding_length", MAX_EXTENT);
    }

    /// Transformer blocks.
    int blocks() {
        return extent("block_count", MAX_LAYERS);
    }

    /// Attention heads, where all layers have as many.
    OptionalInt heads() {
        return scalar("attention.head_count");
    }

    private void dimensions() {
        extent("context_length", MAX_CONTEXT);
        int width = width();
        int layers = blocks();
        int ahead = scalar("nextn_predict_layers").orElse(0);
        if (ahead < 0 || ahead >= layers) {
            throw fault("has nextn_predict_layers " + ahead + " of " + layers + " layers");
        }
        heads(width);
        for (String name :
                List.of("feed_forward_length", "attention.key_length", "attention.value_length")) {
            range(name, MAX_EXTENT);
        }
    }

    /// Hybrids and mixtures give these for each layer, as arrays, which llama.cpp checks; recurrent
    /// models have none.
    private void heads(int width) {
        int heads = range("attention.head_count", MAX_EXTENT).orElse(0);
        int shared = range("attention.head_count_kv", MAX_EXTENT).orElse(heads);
        if (heads > 0 && shared > 0 && heads % shared != 0) {
            throw fault(
                    "has "
                            + heads
                            + " heads that share "
                            + shared
                            + " key heads; they must divide");
        }
        if (architecture.equals("minicpm3") && shared != heads) {
            throw fault("has " + shared + " key heads for " + heads + "; minicpm3 shares none");
        }
        if (heads > width) {
            throw fault("has " + heads + " heads for " + width + " features");
        }
    }

    private void experts() {
        int experts = scalar("expert_count").orElse(0);
        if (experts < 0 || experts > MAX_EXPERTS) {
            throw fault("has " + experts + " experts; allowed: 0 to " + MAX_EXPERTS);
        }
        long used = mostExpertsUsed();
        if (used < 0 || used > experts || (used == 0 && experts > 0)) {
            throw fault("uses " + used + " of " + experts + " experts (expert_used_count)");
        }
        int groups = scalar("expert_group_count").orElse(0);
        int usedGroups = scalar("expert_group_used_count").orElse(0);
        boolean grouped = groups > 1 && experts % groups == 0;
        if (groups < 0
                || (groups > 0 && groups >= experts)
                || (groups > 1 && !(grouped && usedGroups > 0 && usedGroups < groups))) {
            throw fault("has " + experts + " experts in " + groups + " groups, uses " + usedGroups);
        }
    }

    /// The number for all layers, or the largest of those for each.
    private long mostExpertsUsed() {
        return switch (file.metadata().get(architecture + ".expert_used_count")) {
            case GgufValue.Int(_, long used) -> used;
            case GgufValue.Array(_, List<GgufValue> layers) ->
                    layers.stream()
                            .mapToLong(layer ->
                                    layer instanceof GgufValue.Int(_, long used) ? used : -1)
                            .max()
                            .orElse(0);
            case null, default -> 0;
        };
    }

    private void rope() {
        file.text(architecture + ".rope.scaling.type")
                .filter(type -> !ROPE_SCALINGS.contains(type))
                .ifPresent(type -> {
                    throw fault(
                            "has rope.scaling.type "
                                    + type
                                    + "; allowed: "
                                    + ROPE_SCALINGS.stream().sorted().toList());
                });
        OptionalInt rotated = range("rope.dimension_count", MAX_EXTENT);
        int heads = scalar("attention.head_count").orElse(0);
        if (rotated.isEmpty() || heads == 0) {
            return;
        }
        int head = scalar("attention.key_length").orElse(width() / heads);
        int turned = rotated.getAsInt();
        boolean fits = WHOLE_HEAD_ROPE.contains(architecture) ? turned == head : turned <= head;
        if (turned % 2 != 0 || !fits || !sectionsFit(turned)) {
            throw fault(
                    "rotates "
                            + turned
                            + " of a head's "
                            + head
                            + " features (rope.dimension_count, rope.dimension_sections)");
        }
    }

    /// Sections share out the turned features, in pairs; their sum divides.
    private boolean sectionsFit(int turned) {
        var sections = file.array(architecture + ".rope.dimension_sections");
        if (sections.isEmpty()) {
            return true;
        }
        long sum = 0;
        for (GgufValue section : sections.get()) {
            if (!(section instanceof GgufValue.Int(_, long pairs)) || pairs < 0 || pairs > turned) {
                return false;
            }
            sum += pairs;
        }
        return sections.get().size() <= 4 && sum > 0 && sum <= turned;
    }

    /// Where attention alternates with a gated delta net (`src/models/qwen35.cpp`): the net's inner
    /// width is that of all its heads.
    private void deltaNet() {
        if (scalar("full_attention_interval").orElse(1) < 1) {
            throw fault("has full_attention_interval 0; allowed: 1 or more");
        }
        if (!DELTA_NETS.contains(architecture)) {
            return;
        }
        long inner = extent("ssm.inner_size", MAX_EXTENT);
        long state = extent("ssm.state_size", MAX_EXTENT);
        long heads = extent("ssm.time_step_rank", MAX_EXTENT);
        int groups = extent("ssm.group_count", MAX_EXTENT);
        extent("ssm.conv_kernel", MAX_EXTENT);
        if (inner != state * heads || heads % groups != 0) {
            throw fault(
                    "has ssm.inner_size "
                            + inner
                            + " for "
                            + heads
                            + " heads of "
                            + state
                            + " in "
                            + groups
                            + " groups; they do not fit");
        }
        for (TensorInfo tensor : file.tensors()) {
            if (tensor.name().endsWith(".ssm_conv1d.weight")) {
                netInputs(tensor.name().replace("ssm_conv1d.weight", ""));
            }
        }
    }

    /// llama.cpp takes these to be there without looking.
    private void netInputs(String block) {
        boolean fused = file.tensor(block + "ssm_in.weight").isPresent();
        for (String name : List.of("attn_qkv.weight", "attn_gate.weight")) {
            if (!fused && file.tensor(block + name).isEmpty()) {
                throw fault("has no tensor " + block + name + "; it is damaged, get it again");
            }
        }
    }

    private void epsilon(String name) {
        String key = architecture + "." + name;
        file.real(key)
                .filter(value -> !(value >= 0 && value < 1))
                .ifPresent(value -> {
                    throw fault("has " + key + " = " + value + "; allowed: 0 to below 1");
                });
    }

    private OptionalInt scalar(String name) {
        String key = architecture + "." + name;
        if (file.metadata().get(key) instanceof GgufValue.Int(GgufType _, long _)) {
            return OptionalInt.of(file.integer(key).orElseThrow());
        }
        return OptionalInt.empty();
    }

    private OptionalInt range(String name, int max) {
        OptionalInt value = scalar(name);
        value.ifPresent(found -> {
            if (found < 0 || found > max) {
                throw fault(
                        "has "
                                + architecture
                                + "."
                                + name
                                + " = "
                                + found
                                + "; allowed: 0 to "
                                + max);
            }
        });
        return value;
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

    private ModelLoadException fault(String what) {
        return new ModelLoadException(file.path() + " " + what);
    }
}
