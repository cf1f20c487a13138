package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.slice.SlicingOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads a [SiglipConfig] from an mmproj file's metadata. Every number is checked here, so that
/// whoever uses the configuration need not.
final class SiglipMetadata {
    static final String RESAMPLER = "resampler";
    static final String MERGER = "minicpmv4_6";

    /// The table of position embeddings, and what the first exporter of 2.0 called it.
    static final String POSITIONS = "v.position_embd.weight";

    static final String OLD_POSITIONS = "v.position_embd";

    /// Places of the queries, which only 2.0 has.
    static final String QUERY_PLACES = "resampler.pos_embed";

    /// 4.7's name for the same.
    static final String NEWER_MERGER = "minicpmv4_7";

    private static final String VISION = "clip.vision.";
    private static final String VERSION = "clip.minicpmv_version";

    /// Beyond what any vision encoder has; keeps products of two of these within bounds.
    private static final int MAX_EXTENT = 1 << 15;

    private final GgufFile file;

    SiglipMetadata(GgufFile file) {
        this.file = file;
    }

    /// Whether this package draws the file's encoder.
    static boolean draws(GgufFile file) {
        String projector = file.text("clip.projector_type").orElse("none");
        boolean resampler =
                projector.equals(RESAMPLER)
                        && ResamplerVersion.ofCode(versionCode(file)).isPresent();
        return resampler || projector.equals(MERGER) || projector.equals(NEWER_MERGER);
    }

    /// Whether a file is of MiniCPM-V 2.0.
    private static boolean isFirst(GgufFile file) {
        return file.text("clip.projector_type").orElse("none").equals(RESAMPLER)
                && ResamplerVersion.ofCode(versionCode(file))
                        .equals(Optional.of(ResamplerVersion.V2_0));
    }

    /// Exporters before 2.6 did not write which version it is; only the queries of 2.0 have places.
    private static int versionCode(GgufFile file) {
        boolean first = file.tensor(QUERY_PLACES).isPresent();
        return file.integer(VERSION).orElse(first ? 1 : 2);
    }

    /// Reads and checks all of it.
    ///
    /// @throws EncoderException with the key, what was found, and what is allowed
    SiglipConfig read() {
        String projector = file.text("clip.projector_type").orElse("none");
        VitConfig vit = vit();
        int patchSide = extent("patch_size");
        normalization();
        int tableSide = tableSide(vit.width());
        return switch (projector) {
            case RESAMPLER ->
                    new SiglipConfig(vit, patchSide, tableSide, resampling(), slicing(patchSide));
            case MERGER, NEWER_MERGER ->
                    new SiglipConfig(
                            vit,
                            patchSide,
                            tableSide,
                            merging(vit),
                            slicing(Math.multiplyExact(patchSide, 4)));
            default ->
                    throw fault(
                            "has clip.projector_type = "
                                    + projector
                                    + "; drawn here are "
                                    + RESAMPLER
                                    + ", "
                                    + MERGER
                                    + " and "
                                    + NEWER_MERGER);
        };
    }

    private VitConfig vit() {
        int width = extent("embedding_length");
        int heads = extent("attention.head_count");
        if (width % heads != 0) {
            throw fault("has " + width + " features for " + heads + " heads; they must divide");
        }
        double epsilon = file.real(VISION + "attention.layer_norm_epsilon").orElse(1e-6);
        if (!(epsilon > 0 && epsilon < 1)) {
            throw fault("has a layer norm epsilon of " + epsilon + "; allowed: above 0, below 1");
        }
        return new VitConfig(
                width,
                heads,
                extent("block_count"),
                extent("feed_forward_length"),
                activation(),
                (float) epsilon);
    }

    /// The encoder of 2.0 is timm's, which computes GELU exactly.
    private Gelu activation() {
        if (!file.bool("clip.use_gelu").orElse(false)) {
            throw fault("does not say clip.use_gelu; this encoder's feed-forward steps are GELU");
        }
        return isFirst(file) ? Gelu.EXACT : Gelu.TANH;
    }

    private void normalization() {
        for (String key : List.of("image_mean", "image_std")) {
            for (GgufValue value : file.array(VISION + key).orElse(List.of())) {
                if (!(value instanceof GgufValue.Real(_, double number)) || number != 0.5) {
                    throw fault("has " + VISION + key + " of " + value + "; allowed: 0.5");
                }
            }
        }
    }

    private int tableSide(int width) {
        TensorInfo table = file.tensor(POSITIONS).orElseGet(() -> tensor(OLD_POSITIONS));
        List<Long> shape = table.shape();
        int rows = Math.toIntExact(Math.min(shape.size() < 2 ? 1 : shape.get(1), MAX_EXTENT));
        int side = (int) Math.sqrt(rows);
        if (side * side != rows || shape.getFirst() != width) {
            throw fault(
                    "has "
                            + table.name()
                            + " of "
                            + table.shapeText()
                            + "; expected "
                            + width
                            + " times a square number");
        }
        return side;
    }

    private Projector resampling() {
        int code = versionCode(file);
        ResamplerVersion version =
                ResamplerVersion.ofCode(code)
                        .orElseThrow(() ->
                                fault(
                                        "has "
                                                + VERSION
                                                + " = "
                                                + code
                                                + "; allowed: "
                                                + ResamplerVersion.allowed()));
        int queries = file.integer("clip.minicpmv_query_num").orElse(version.usualQueries());
        check("clip.minicpmv_query_num", queries);
        int width = extent(tensor("resampler.query"), 0);
        if (width % Projector.Resampling.HEAD_SIZE != 0) {
            throw fault(
                    "has a resampler of "
                            + width
                            + " features; expected a multiple of "
                            + Projector.Resampling.HEAD_SIZE);
        }
        return new Projector.Resampling(version, queries, width);
    }

    private Projector merging(VitConfig vit) {
        int factor = file.integer(VISION + "projector.scale_factor").orElse(4);
        int ffnWidth = extent(tensor("mm.up.weight"), 1);
        int width = extent(tensor("mm.down.weight"), 1);
        return switch (factor) {
            case 2 -> new Projector.Merging(OptionalInt.empty(), 1, ffnWidth, width);
            case 4 -> {
                int windowFfnWidth = extent(tensor("v.vit_merger.ds_ffn_up.weight"), 1);
                yield new Projector.Merging(
                        OptionalInt.of(windowAfter(vit)), windowFfnWidth, ffnWidth, width);
            }
            default ->
                    throw fault(
                            "has "
                                    + VISION
                                    + "projector.scale_factor = "
                                    + factor
                                    + "; allowed: 2 and 4");
        };
    }

    private int windowAfter(VitConfig vit) {
        String key = VISION + "wa_layer_indexes";
        List<GgufValue> blocks = file.array(key).orElse(List.of());
        if (blocks.isEmpty()
                || !(blocks.getFirst() instanceof GgufValue.Int(_, long block))
                || block < 0
                || block >= vit.blocks()) {
            throw fault(
                    "has "
                            + key
                            + " = "
                            + blocks
                            + "; expected a block, 0 to "
                            + (vit.blocks() - 1));
        }
        return (int) block;
    }

    private SlicingOptions slicing(int sideUnit) {
        int patchSide = extent("patch_size");
        int imageSide = extent("image_size");
        if (imageSide < sideUnit) {
            throw fault(
                    "has images of " + imageSide + " pixels a side; at least " + sideUnit + " fit");
        }
        int maxTiles = file.integer(VISION + "preproc_max_tiles").orElse(0);
        return new SlicingOptions(
                maxTiles == 0 ? SlicingOptions.DEFAULT_MAX_SLICES : check("tiles", maxTiles),
                patchSide,
                sideUnit,
                imageSide,
                SlicingOptions.DEFAULT_MAX_PATCHES);
    }

    private TensorInfo tensor(String name) {
        return file.tensor(name)
                .orElseThrow(() -> fault("has no tensor " + name + "; it is damaged"));
    }

    private int extent(TensorInfo tensor, int dimension) {
        long extent = dimension < tensor.shape().size() ? tensor.shape().get(dimension) : 1;
        return check("an extent of " + tensor.name(), (int) Math.min(extent, MAX_EXTENT + 1L));
    }

    private int extent(String key) {
        return check(
                VISION + key,
                file.integer(VISION + key)
                        .orElseThrow(() -> fault("has no " + VISION + key + "; it is damaged")));
    }

    private int check(String what, int value) {
        if (value < 1 || value > MAX_EXTENT) {
            throw fault("has " + what + " = " + value + "; allowed: 1 to " + MAX_EXTENT);
        }
        return value;
    }

    private EncoderException fault(String what) {
        return new EncoderException(file.path() + " " + what);
    }
}
