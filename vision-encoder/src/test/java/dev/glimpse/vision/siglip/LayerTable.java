package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.FormatMethod;
import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.ImageSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Prints how near each named step is to libmtmd's on the same pixels: run by hand or by `make
/// layers`. Where a step goes wrong, the one before it is still right.
///
/// For the embedded model's encoder, and for models of SigLIP-so400m's width with three blocks of
/// random weights, one with a resampler, one with mergers. Arguments: folder for those models;
/// precisions of ours. Steps that are part of a larger one at a precision are left out.
public final class LayerTable {
    private static final int BLOCKS = 3;
    private static final int OUT_WIDTH = 1024;
    private static final int SIDE = 448;
    private static final int EMBEDDED_SIDE = 224;

    private static final List<String> IN_BLOCKS =
            List.of(
                    "layer_inp_normed",
                    "Qcur",
                    "Kcur",
                    "Vcur",
                    "attn_out",
                    "ffn_inp",
                    "ffn_inp_normed",
                    "ffn_out",
                    "layer_out");
    private static final List<String> OTHERS =
            List.of(
                    "pos_embed",
                    "vit_merger_attn_residual",
                    "vit_merger_ds_mean_res",
                    "vit_merger_ds_normed",
                    "vit_merger_ds_mlp_out",
                    "vit_merger_ds_out",
                    "post_ln",
                    "resampler_Q",
                    "resampler_K",
                    "resampler_V",
                    "resampler_attn_out",
                    "merger_normed",
                    "merger_out");

    /// Sums that kernels of our own write in one step with the layer before them.
    private static final Set<String> FUSED = Set.of("attn_out", "ffn_out");

    private final Path mmproj;
    private final RgbImage image;
    private final Map<String, float[]> theirs;

    private LayerTable(Path mmproj, Path text, int side) {
        this.mmproj = mmproj;
        image = GeneratedImage.of(1, side, side);
        theirs = LibmtmdLayers.of(mmproj, text, image, names());
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/bench");
        String precisions = arguments.length > 1 ? arguments[1] : "F32," + GoldenModel.quickest();
        Files.createDirectories(folder);
        Path vocabulary = VocabularyFile.write(folder, OUT_WIDTH);
        var so400m = SyntheticModel.SO400M;
        var cut =
                new SyntheticModel(
                        so400m.width(), so400m.heads(), BLOCKS, so400m.ffnWidth(), so400m.seed());
        Path resampler = folder.resolve("layers-resampler.gguf");
        cut.resampling(TensorType.F32, 64, OUT_WIDTH).write(resampler);
        Path merger = folder.resolve("layers-merger.gguf");
        cut.merging(TensorType.F32, OUT_WIDTH).write(merger);
        List<LayerTable> tables =
                List.of(
                        new LayerTable(EmbeddedModel.mmproj(), EmbeddedModel.text(), EMBEDDED_SIDE),
                        new LayerTable(resampler, vocabulary, SIDE),
                        new LayerTable(merger, vocabulary, SIDE));
        for (LayerTable table : tables) {
            Arrays.stream(precisions.split(","))
                    .map(WeightPrecision::valueOf)
                    .forEach(table::print);
        }
    }

    private static Set<String> names() {
        var names = new LinkedHashSet<>(OTHERS);
        for (int block = 0; block < 64; block++) {
            for (String step : IN_BLOCKS) {
                names.add(step + "-" + block);
            }
        }
        return names;
    }

    private void print(WeightPrecision precision) {
        print("%n%s, ours as %s", mmproj.getFileName(), precision);
        print("%-28s %14s %12s %12s", "step", "rows x width", "1 - cosine", "norm. error");
        try (var encoder = SiglipEncoder.open(mmproj, GoldenModel.options(precision))) {
            Map<String, float[]> ours = ours(encoder, precision);
            theirs.forEach((name, expected) -> {
                if (ours.containsKey(name)) {
                    var closeness = Closeness.of(ours.get(name), expected);
                    int width = width(name, encoder.config());
                    print(
                            "%-28s %14s %12.2e %12.2e",
                            name,
                            expected.length / width + " x " + width,
                            1 - closeness.cosine(),
                            closeness.normalizedError());
                }
            });
        }
    }

    private Map<String, float[]> ours(SiglipEncoder encoder, WeightPrecision precision) {
        int patchSide = encoder.config().patchSide();
        Patches slice = Patches.of(ImageSlice.whole(image), patchSide, Normalization.STEPWISE);
        boolean fuses =
                precision.on(Device.cpu(), encoder.config().vit()) == WeightPrecision.PACKED;
        var wanted = new LinkedHashSet<>(theirs.keySet());
        wanted.removeIf(name -> fuses && FUSED.contains(name.replaceAll("-\\d+$", "")));
        var shape = BatchShape.slices(slice.grid(), 1);
        Map<String, float[]> found = encoder.runner().probe(shape, List.of(slice), wanted);
        found.replaceAll(
                (name, values) -> comparable(name, values, slice.grid(), encoder.config()));
        return found;
    }

    /// Without the zeros behind each head, and row by row.
    private float[] comparable(String name, float[] values, PatchGrid grid, SiglipConfig config) {
        int wanted = theirs.get(name).length;
        float[] narrow = values;
        if (values.length != wanted) {
            int heads = grid.count() * config.vit().heads();
            narrow = new float[wanted];
            for (int head = 0; head < heads; head++) {
                System.arraycopy(
                        values,
                        head * (values.length / heads),
                        narrow,
                        head * (wanted / heads),
                        wanted / heads);
            }
        }
        return name.startsWith("merger_")
                ? narrow
                : StepRows.rowByRow(narrow, width(name, config), grid, config.halvings());
    }

    private static int width(String name, SiglipConfig config) {
        if (name.startsWith("resampler") || name.equals("merger_out")) {
            return config.projector().width();
        }
        boolean ofFour = name.equals("merger_normed") || name.equals("vit_merger_ds_normed");
        return (ofFour ? 4 : 1) * config.vit().width();
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        IO.println(String.format(Locale.ROOT, format, values));
    }
}
