package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.vision.patch.Patches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// As many blocks as the real models have, one behind the other, with outliers as trained models
/// have them: what is left of each precision at the end.
///
/// Narrower than the real ones, unless `-Dglimpse.depth.full=true`, which takes some minutes.
@ExtendWith(NoLeaks.class)
class DepthTest {
    private static final boolean FULL = Boolean.getBoolean("glimpse.depth.full");
    private static final SyntheticModel SHAPE =
            FULL ? SyntheticModel.SO400M : new SyntheticModel(288, 4, 27, 1088, 11);
    private static final int OUT_WIDTH = FULL ? 2304 : 256;
    private static final int SIDE = FULL ? 448 : 196;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(TrainedLikeModel.Spread.class)
    void eightBitsLastThroughAllBlocks(TrainedLikeModel.Spread spread) throws IOException {
        Path file = folder.resolve("deep.gguf");
        new TrainedLikeModel(SHAPE, FULL ? 6 : 3, spread).resampling(OUT_WIDTH).write(file);
        Patches slice = GoldenModel.patches(1, SIDE, SIDE);
        float[] expected = encode(file, WeightPrecision.F32, slice);
        for (WeightPrecision precision : precisions()) {
            var closeness = Closeness.of(encode(file, precision, slice), expected);
            System.getLogger(DepthTest.class.getName())
                    .log(System.Logger.Level.INFO, spread + " " + precision + ": " + closeness);
            if (precision != WeightPrecision.Q4_0) {
                closeness.assertWithin(Closeness.Bound.Q8_0, precision + ", outliers: " + spread);
            }
        }
    }

    /// The coarse ones, unless there is time for all.
    private static List<WeightPrecision> precisions() {
        return FULL
                ? List.of(
                        WeightPrecision.F16,
                        WeightPrecision.BF16,
                        GoldenModel.quickest(),
                        WeightPrecision.Q8_0,
                        WeightPrecision.Q4_0)
                : List.of(GoldenModel.quickest(), WeightPrecision.Q8_0);
    }

    private static float[] encode(Path file, WeightPrecision precision, Patches slice) {
        var options = GoldenModel.options(precision).withScratchBytes(1);
        try (var encoder = SiglipEncoder.open(file, options)) {
            return GoldenModel.floats(encoder.encode(List.of(slice)).getFirst());
        }
    }
}
