package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.gguf.TensorType;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Resampler and mergers against [ProjectorLoops], on what the transformer before them made.
@ExtendWith(NoLeaks.class)
class ProjectorLoopsTest {
    private static final SyntheticModel SHAPE = new SyntheticModel(64, 4, 2, 96, 13);
    private static final int QUERIES = 8;
    private static final int OUT_WIDTH = 256;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"56, 42", "14, 14", "98, 28"})
    void resamplerOfAnImage(int width, int height) throws IOException {
        GgufWriter weights = SHAPE.resampling(TensorType.F32, QUERIES, OUT_WIDTH);
        Patches slice = GoldenModel.patches(3, width, height);
        try (var encoder = open(weights)) {
            double[][] x = rows(encoder, List.of(slice), "post_ln");
            check(
                    GoldenModel.floats(encoder.encode(List.of(slice)).getFirst()),
                    loops(weights).resample(List.<double[][]>of(x), slice.grid(), List.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void resamplerOfFramesInTime(int count) throws IOException {
        GgufWriter weights = SHAPE.resampling(TensorType.F32, QUERIES, OUT_WIDTH);
        var slices = new ArrayList<Patches>();
        var times = new ArrayList<Integer>();
        var frames = new ArrayList<double[][]>();
        try (var encoder = open(weights)) {
            for (int frame = 0; frame < count; frame++) {
                slices.add(GoldenModel.patches(frame, 42, 56));
                times.add(5 * frame + 2);
                frames.add(rows(encoder, List.of(slices.getLast()), "post_ln"));
            }
            check(
                    GoldenModel.floats(encoder.encodeFrames(slices, times)),
                    loops(weights).resample(frames, slices.getFirst().grid(), times));
        }
    }

    @ParameterizedTest
    @CsvSource({"112, 56", "56, 168"})
    void mergersOneAfterTheOther(int width, int height) throws IOException {
        GgufWriter weights = SHAPE.merging(TensorType.F32, OUT_WIDTH);
        Patches slice = GoldenModel.patches(4, width, height);
        PatchGrid grid = slice.grid();
        try (var encoder = open(weights)) {
            Map<String, float[]> steps =
                    probe(
                            encoder,
                            List.of(slice),
                            Set.of("layer_out-0", "vit_merger_ds_out", "post_ln"));
            steps.replaceAll((_, values) -> StepRows.rowByRow(values, SHAPE.width(), grid, 2));
            double[][] before = ProjectorLoops.rows(steps.get("layer_out-0"), SHAPE.width());
            check(steps.get("vit_merger_ds_out"), loops(weights).mergeWindows(before, grid));

            var merged = new PatchGrid(grid.cols() / 2, grid.rows() / 2);
            double[][] encoded = ProjectorLoops.rows(steps.get("post_ln"), SHAPE.width());
            check(
                    GoldenModel.floats(encoder.encode(List.of(slice)).getFirst()),
                    loops(weights).mergeForDecoder(encoded, merged));
        }
    }

    @Test
    void finalMergerAlone() throws IOException {
        GgufWriter weights =
                SHAPE.merging(TensorType.F32, OUT_WIDTH)
                        .put("clip.vision.projector.scale_factor", 2);
        Patches slice = GoldenModel.patches(4, 112, 56);
        try (var encoder = open(weights)) {
            float[] steps = probe(encoder, List.of(slice), Set.of("post_ln")).get("post_ln");
            float[] sorted = StepRows.rowByRow(steps, SHAPE.width(), slice.grid(), 1);
            check(
                    GoldenModel.floats(encoder.encode(List.of(slice)).getFirst()),
                    loops(weights)
                            .mergeForDecoder(
                                    ProjectorLoops.rows(sorted, SHAPE.width()), slice.grid()));
        }
    }

    @MustBeClosed
    private SiglipEncoder open(GgufWriter weights) throws IOException {
        Path file = folder.resolve("model.gguf");
        weights.write(file);
        return SiglipEncoder.open(file, GoldenModel.options(WeightPrecision.F32));
    }

    private static ProjectorLoops loops(GgufWriter weights) {
        return new ProjectorLoops(weights, SHAPE.width(), SHAPE.heads());
    }

    private static double[][] rows(SiglipEncoder encoder, List<Patches> slices, String step) {
        return ProjectorLoops.rows(probe(encoder, slices, Set.of(step)).get(step), SHAPE.width());
    }

    private static Map<String, float[]> probe(
            SiglipEncoder encoder, List<Patches> slices, Set<String> names) {
        var shape = BatchShape.slices(slices.getFirst().grid(), slices.size());
        return encoder.runner().probe(shape, slices, names);
    }

    private static void check(float[] found, double[][] expected) {
        var closeness = Closeness.of(found, ProjectorLoops.floats(expected));
        System.getLogger(ProjectorLoopsTest.class.getName())
                .log(System.Logger.Level.INFO, "loops: " + closeness);
        closeness.assertWithin(Closeness.Bound.F32, "loops");
    }
}
