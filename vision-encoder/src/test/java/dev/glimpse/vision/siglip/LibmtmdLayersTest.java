package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.GeneratedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Layer by layer beside libmtmd, on the same pixels and the same 32-bit weights: 448x448, which
/// libmtmd neither cuts nor resizes, and whose places are the same by both bucket rules.
@ExtendWith(NoLeaks.class)
class LibmtmdLayersTest {
    private static final int SIDE = 448;
    private static final int OUT_WIDTH = 128;
    private static final SyntheticModel SHAPE = new SyntheticModel(64, 4, 3, 96, 7);

    @TempDir private Path folder;

    @Test
    void resamplerLayersEqualLibmtmds() throws IOException {
        Path file = folder.resolve("resampler.gguf");
        SHAPE.resampling(TensorType.F32, 64, OUT_WIDTH).write(file);
        compare(file, Set.of("pos_embed", "resampler_K", "resampler_V", "resampler_attn_out"), 0);
    }

    @Test
    void mergerLayersEqualLibmtmds() throws IOException {
        Path file = folder.resolve("merger.gguf");
        SHAPE.merging(TensorType.F32, OUT_WIDTH).write(file);
        compare(
                file,
                Set.of(
                        "pos_embed",
                        "vit_merger_attn_residual",
                        "vit_merger_ds_mean_res",
                        "vit_merger_ds_out",
                        "post_ln",
                        "merger_out"),
                2);
    }

    private void compare(Path file, Set<String> others, int halvings) throws IOException {
        var names = new TreeSet<>(others);
        for (int block = 0; block < SHAPE.blocks(); block++) {
            for (String step :
                    List.of("Qcur", "Kcur", "Vcur", "attn_out", "ffn_out", "layer_out")) {
                names.add(step + "-" + block);
            }
        }
        Map<String, float[]> theirs =
                LibmtmdLayers.of(
                        file,
                        VocabularyFile.write(folder, OUT_WIDTH),
                        GeneratedImage.of(1, SIDE, SIDE),
                        names);
        Map<String, float[]> ours = ours(file, names, halvings);
        assertThat(theirs.keySet()).containsAll(names);
        for (String name : names) {
            var closeness = Closeness.of(ours.get(name), theirs.get(name));
            System.getLogger(LibmtmdLayersTest.class.getName())
                    .log(System.Logger.Level.INFO, name + " " + closeness);
            closeness.assertWithin(Closeness.Bound.LIBMTMD, name);
        }
    }

    private static Map<String, float[]> ours(Path file, Set<String> names, int halvings) {
        Patches slice = GoldenModel.patches(1, SIDE, SIDE);
        var shape = BatchShape.slices(slice.grid(), 1);
        try (var encoder = SiglipEncoder.open(file, GoldenModel.options(WeightPrecision.F32))) {
            Map<String, float[]> found = encoder.runner().probe(shape, List.of(slice), names);
            found.replaceAll((name, values) -> rowByRow(name, values, slice, halvings));
            return found;
        }
    }

    /// Rows that were merged are in order at the end.
    private static float[] rowByRow(String name, float[] values, Patches slice, int halvings) {
        return name.equals("merger_out")
                ? values
                : StepRows.rowByRow(values, SHAPE.width(), slice.grid(), halvings);
    }
}
