package dev.glimpse.vision.mtmd;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.vision.fault.EncoderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What can be said about an mmproj file before libmtmd sees it, whose answer to a wrong number may
/// be an assertion that ends the process.
///
/// The MiniCPM-V line is checked to the last tensor. Of other families, whose graphs differ, only
/// what holds for all is checked: types of metadata, ranges of numbers, types of tensors, biases
/// against their weights, and that all blocks look alike. A damaged file of such a family may still
/// trip an assertion of libmtmd.
public final class MmprojCheck {
    private static final String VISION = "clip.vision.";

    /// Beyond what any vision encoder has; keeps products of these within bounds.
    private static final int MAX_EXTENT = 1 << 16;

    /// Pixels along a side of the square that a vision encoder sees at once.
    private static final int MAX_IMAGE_SIZE = 1 << 13;

    private static final int MAX_PIXELS = 1 << 28;
    private static final int MAX_TILES = 256;

    /// Families whose blocks differ from each other.
    private static final Set<String> UNEVEN = Set.of("gemma3nv", "dots3note_v", "yasa2");

    /// Families that libmtmd knows for sound alone.
    private static final Set<String> AUDIO =
            Set.of(
                    "ultravox",
                    "qwen2a",
                    "qwen3a",
                    "glma",
                    "voxtral",
                    "meralion",
                    "musicflamingo",
                    "lfm2a",
                    "gemma3na",
                    "gemma4a",
                    "gemma4ua",
                    "dots3note_a",
                    "granite_speech",
                    "mimo_audio",
                    "parakeet",
                    "qwen3tts_spkenc",
                    "qwen3tts_gen",
                    "pockettts_spkenc",
                    "pockettts_gen");

    private final GgufFile file;

    private MmprojCheck(GgufFile file) {
        this.file = file;
    }

    /// Checks a file against what the graphs of its family take.
    ///
    /// @param width floats in a row that the text model takes
    /// @return the file's metadata
    /// @throws EncoderException with what was found and what is expected
    @CanIgnoreReturnValue
    public static GgufFile check(Path mmproj, int width) {
        var check = new MmprojCheck(read(mmproj));
        check.isVisionEncoder();
        MmprojKeys.wrongType(check.file)
                .ifPresent(key -> {
                    throw check.fault("has " + key + "; it is damaged, get it again");
                });
        check.dimensions();
        check.preprocessing();
        new MmprojTensors(check.file).generalRules();
        check.family(width);
        return check.file;
    }

    private static GgufFile read(Path mmproj) {
        try {
            return GgufFile.read(mmproj);
        } catch (GgufException e) {
            throw new EncoderException(e.getMessage(), e);
        }
    }

    private void isVisionEncoder() {
        String architecture = file.text("general.architecture").orElse("none");
        if (!architecture.equals("clip")) {
            throw fault(
                    "is a "
                            + architecture
                            + " model; an mmproj file has the architecture clip. Is it the text"
                            + " model?");
        }
        if (!file.bool("clip.has_vision_encoder").orElse(false)) {
            throw fault("has no vision encoder (clip.has_vision_encoder)");
        }
    }

    private void dimensions() {
        int heads = extent(VISION + "attention.head_count");
        int size = extent(VISION + "embedding_length");
        if (file.integer(VISION + "attention.head_dim").isEmpty() && size % heads != 0) {
            throw fault("has " + size + " features for " + heads + " heads; they must divide");
        }
        Optional<Integer> shared = file.integer(VISION + "attention.head_count_kv");
        if (shared.isPresent() && (shared.get() < 1 || heads % shared.get() != 0)) {
            throw fault("has " + shared.get() + " key heads for " + heads + "; they must divide");
        }
        extent(VISION + "block_count");
        double epsilon =
                file.real(VISION + "attention.layer_norm_epsilon")
                        .orElseThrow(
                                () -> fault("has no " + VISION + "attention.layer_norm_epsilon"));
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw fault(
                    "has clip.vision.attention.layer_norm_epsilon = "
                            + epsilon
                            + "; allowed: 0 to below 1");
        }
    }

    private void preprocessing() {
        int image = extent(VISION + "image_size");
        int patch = extent(VISION + "patch_size");
        if (patch > image || image > MAX_IMAGE_SIZE) {
            throw fault(
                    "has patches of "
                            + patch
                            + " pixels on images of "
                            + image
                            + "; allowed: patches within images of at most "
                            + MAX_IMAGE_SIZE);
        }
        range(VISION + "image_min_pixels", MAX_PIXELS);
        range(VISION + "image_max_pixels", MAX_PIXELS);
        range(VISION + "preproc_image_size", MAX_IMAGE_SIZE);
        range(VISION + "preproc_max_tiles", MAX_TILES);
        range(VISION + "preproc_min_tiles", MAX_TILES);
        statistics(VISION + "image_mean", false);
        statistics(VISION + "image_std", true);
    }

    private void statistics(String key, boolean divides) {
        var values = file.array(key).orElseThrow(() -> fault("has no " + key));
        boolean usable =
                values.size() >= 3
                        && values.stream()
                                .allMatch(value ->
                                        value instanceof GgufValue.Real(GgufType type, double real)
                                                && type == GgufType.F32
                                                && Double.isFinite(real)
                                                && !(divides && real == 0));
        if (!usable) {
            throw fault(
                    "has " + key + " = " + values + "; expected three finite numbers of type f32");
        }
    }

    private void range(String key, int max) {
        file.integer(key)
                .filter(value -> value < 0 || value > max)
                .ifPresent(value -> {
                    throw fault("has " + key + " = " + value + "; allowed: 0 to " + max);
                });
    }

    private int extent(String key) {
        int value =
                file.integer(key)
                        .orElseThrow(
                                () -> fault("has no " + key + "; it is damaged or not an mmproj"));
        if (value < 1 || value > MAX_EXTENT) {
            throw fault("has " + key + " = " + value + "; allowed: 1 to " + MAX_EXTENT);
        }
        return value;
    }

    private void family(int width) {
        String projector =
                file.text("clip.projector_type")
                        .filter(name -> !name.isEmpty())
                        .or(() -> file.text(VISION + "projector_type"))
                        .orElseThrow(() -> fault("has no clip.projector_type; it is too old"));
        switch (projector) {
            case "resampler" -> new MinicpmvCheck(file).resampler(width);
            case "minicpmv4_6", "minicpmv4_7" -> new MinicpmvCheck(file).merger(width);
            default -> otherFamily(projector);
        }
    }

    private void otherFamily(String projector) {
        if (AUDIO.contains(projector)) {
            throw fault("has clip.projector_type " + projector + ", which hears and does not see");
        }
        // The one family whose projector libmtmd takes to be there without looking.
        if (projector.equals("mlp")
                && file.tensor("mm.2.weight").isEmpty()
                && file.tensor("mm.3.bias").isEmpty()) {
            throw fault("has no tensor mm.2.weight or mm.3.bias; it is damaged, get it again");
        }
        if (!UNEVEN.contains(projector)) {
            evenBlocks();
        }
    }

    /// All blocks attend, and have the tensors of the first one, of the same shapes.
    private void evenBlocks() {
        int blocks = extent(VISION + "block_count");
        List<TensorInfo> first =
                file.tensors().stream()
                        .filter(tensor -> tensor.name().startsWith("v.blk.0."))
                        .toList();
        for (int block = 0; block < blocks; block++) {
            String prefix = "v.blk." + block + ".";
            boolean attends =
                    file.tensor(prefix + "attn_qkv.weight").isPresent()
                            || Stream.of("attn_q.weight", "attn_k.weight", "attn_v.weight")
                                    .allMatch(name -> file.tensor(prefix + name).isPresent());
            if (!attends) {
                throw fault("has no attention in " + prefix + "*; it is damaged, get it again");
            }
            for (TensorInfo tensor : first) {
                String name = prefix + tensor.name().substring("v.blk.0.".length());
                String found = file.tensor(name).map(TensorInfo::shapeText).orElse("nothing");
                if (!found.equals(tensor.shapeText())) {
                    throw fault(
                            "has "
                                    + found
                                    + " as "
                                    + name
                                    + ", but "
                                    + tensor.shapeText()
                                    + " in block 0; it is damaged, get it again");
                }
            }
        }
    }

    private EncoderException fault(String what) {
        return new EncoderException(file.path() + " " + what);
    }
}
