package dev.glimpse.vision.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.vision.fault.ImageException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SlicePlannerTest {

    @Test
    void everySizeOfTheOfficialTableIsCutTheSameWay() {
        List<GoldenFile.Row> rows = GoldenFile.rows("table.csv");
        assertThat(rows).hasSize(2080);
        for (GoldenFile.Row row : rows) {
            SlicePlan plan =
                    new SlicePlanner(family(row.text(0)).withMaxSlices(row.number(1)))
                            .plan(new ImageSize(row.number(2), row.number(3)));
            Optional<SliceGrid> slices =
                    row.number(4) == 0
                            ? Optional.empty()
                            : Optional.of(
                                    new SliceGrid(
                                            row.number(4),
                                            row.number(5),
                                            new ImageSize(row.number(10), row.number(11))));
            assertThat(plan.slices()).as(row.toString()).isEqualTo(slices);
            assertThat(plan.overview())
                    .as(row.toString())
                    .isEqualTo(new ImageSize(row.number(6), row.number(7)));
            slices.ifPresent(grid ->
                    assertThat(grid.refined())
                            .as(row.toString())
                            .isEqualTo(new ImageSize(row.number(8), row.number(9))));
            assertThat(tokens(row.text(0), plan)).as(row.toString()).isEqualTo(row.number(12));
        }
    }

    /// Image tokens with 64 queries for 2.6, with 16 patches a token for 4.6.
    private static int tokens(String family, SlicePlan plan) {
        if (family.equals("2.6")) {
            return 64 * plan.crops();
        }
        long pixels =
                plan.overview().pixels()
                        + plan.slices().map(grid -> grid.refined().pixels()).orElse(0L);
        return (int) (pixels / (56 * 56));
    }

    private static SlicingOptions family(String name) {
        return switch (name) {
            case "4.6" -> SlicingOptions.merging();
            case "2.6" -> SlicingOptions.resampling();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void gridsThatHangOnTheLastBit() {
        assertThat(grid(1120, 1120)).isEqualTo("3x2");
        assertThat(grid(8000, 2000)).isEqualTo("8x1");
    }

    private static String grid(int width, int height) {
        SliceGrid grid =
                new SlicePlanner(SlicingOptions.merging())
                        .plan(new ImageSize(width, height))
                        .slices()
                        .orElseThrow();
        return grid.cols() + "x" + grid.rows();
    }

    @Test
    void wideImageIsCutIntoOneRow() {
        assertThat(grid(1792, 448)).isEqualTo("4x1");
    }

    @Test
    void framesOfAVideoAreNotCut() {
        var planner = new SlicePlanner(SlicingOptions.merging().singleSlice());
        SlicePlan plan = planner.plan(new ImageSize(1920, 1080));
        assertThat(plan.slices()).isEmpty();
        assertThat(plan.crops()).isEqualTo(1);
        assertThat(plan.overview()).isEqualTo(new ImageSize(616, 336));
    }

    @Test
    void narrowestImageOfTheDefaultLimitsIsPlanned() {
        var planner = new SlicePlanner(SlicingOptions.merging());
        assertThat(planner.plan(new ImageSize(1, 16_384)).overview())
                .isEqualTo(new ImageSize(56, 57_344));
    }

    @Test
    void longerThanTheLimitOfPatchesIsRefused() {
        var planner = new SlicePlanner(SlicingOptions.merging().withMaxPatches(4096));
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> planner.plan(new ImageSize(1, 4000)))
                .withMessage(
                        "image 1x4000 is so long and narrow that it is resized to 56x28336, which"
                                + " has 8096 patches; limit is 4096 (SlicingOptions.maxPatches);"
                                + " crop the image");
    }

    @Test
    void longSlicesAreRefusedToo() {
        var planner = new SlicePlanner(SlicingOptions.merging().withMaxPatches(1200));
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> planner.plan(new ImageSize(16_384, 100)))
                .withMessageContaining("limit is 1200 (SlicingOptions.maxPatches)");
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        SlicingOptions options = SlicingOptions.merging();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxSlices(0))
                .withMessage("maxSlices is 0; it must be 1 (overview only) or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlicingOptions(9, 14, 20, 448, 4096))
                .withMessageContaining("sideUnit 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlicingOptions(9, 14, 56, 28, 4096))
                .withMessageContaining("baseSide is 28");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxPatches(0))
                .withMessageContaining("maxPatches is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSize(0, 3))
                .withMessage("size is 0x3; each side must be 1 or more");
    }

    @Test
    void randomSizesKeepTheLimits() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            SlicingOptions options =
                    family(random.nextBoolean() ? "4.6" : "2.6")
                            .withMaxSlices(1 + random.nextInt(40));
            var image =
                    new ImageSize(
                            (int) Math.exp(random.nextDouble() * Math.log(16_384)),
                            (int) Math.exp(random.nextDouble() * Math.log(16_384)));
            SlicePlan plan = new SlicePlanner(options).plan(image);
            String what = "seed " + seed + ": " + image + " with " + options + ": " + plan;
            assertThat(plan.crops() - 1).as(what).isLessThanOrEqualTo(options.maxSlices());
            checkUnits(plan.overview(), options, what);
            if (options.maxSlices() == 1 || image.pixels() <= 448 * 448) {
                assertThat(plan.slices()).as(what).isEmpty();
            } else {
                assertThat(plan.slices()).as(what).isPresent();
            }
            plan.slices()
                    .ifPresent(grid -> {
                        assertThat(grid.count()).as(what).isGreaterThan(1);
                        checkUnits(grid.slice(), options, what);
                    });
        }
    }

    private static void checkUnits(ImageSize size, SlicingOptions options, String what) {
        assertThat(size.width() % options.sideUnit()).as(what).isZero();
        assertThat(size.height() % options.sideUnit()).as(what).isZero();
    }
}
