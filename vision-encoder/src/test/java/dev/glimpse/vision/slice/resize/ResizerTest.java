package dev.glimpse.vision.slice.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.GoldenFile;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class ResizerTest {

    @Test
    void equalsPillowAndTorchvisionToTheByte() {
        List<GoldenFile.Row> rows = GoldenFile.rows("resize.csv");
        assertThat(rows).hasSize(56);
        for (GoldenFile.Row row : rows) {
            RgbImage source = GeneratedImage.of(row.number(0), row.number(1), row.number(2));
            assertThat(sha256(source)).as("source of " + row).isEqualTo(row.text(6));
            RgbImage result =
                    Resizer.onCallingThread(ResizeRounding.valueOf(row.text(5)))
                            .resize(source, row.number(3), row.number(4));
            assertThat(sha256(result)).as(row.toString()).isEqualTo(row.text(7));
        }
    }

    private static String sha256(RgbImage image) {
        return GoldenFile.sha256(image.toByteArray());
    }

    @Test
    void equalsTheDefinitionOnRandomSizes() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            RgbImage source = GeneratedImage.of(i, side(random), side(random));
            int width = side(random);
            int height = side(random);
            for (ResizeRounding rounding : ResizeRounding.values()) {
                assertThat(Resizer.onCallingThread(rounding).resize(source, width, height))
                        .as("seed %d, image %d: %s to %dx%d", seed, i, source, width, height)
                        .isEqualTo(naive(source, width, height, rounding));
            }
        }
    }

    private static int side(Random random) {
        return random.nextInt(10) == 0 ? 1 + random.nextInt(900) : 1 + random.nextInt(150);
    }

    private static RgbImage naive(RgbImage source, int width, int height, ResizeRounding rounding) {
        boolean verticalFirst =
                rounding == ResizeRounding.PILLOW
                        && source.height() > 100L * source.width()
                        && height < source.height();
        return verticalFirst
                ? naivePasses(
                        naivePasses(source, source.width(), height, rounding),
                        width,
                        height,
                        rounding)
                : naivePasses(source, width, height, rounding);
    }

    /// The same weights, summed one value at a time in `long`.
    private static RgbImage naivePasses(
            RgbImage source, int width, int height, ResizeRounding rounding) {
        AxisWeights columns = AxisWeights.of(source.width(), width, rounding);
        var between = new byte[width * source.height() * 3];
        for (int i = 0; i < between.length; i++) {
            int column = i / 3 % width;
            int row = i / 3 / width;
            long sum = 1L << (columns.fractionBits() - 1);
            for (int k = 0; k < columns.weights(column).length; k++) {
                sum +=
                        (long) columns.weights(column)[k]
                                * source.sample(columns.first(column) + k, row, i % 3);
            }
            between[i] = (byte) Math.clamp(sum >> columns.fractionBits(), 0, 255);
        }
        AxisWeights rows = AxisWeights.of(source.height(), height, rounding);
        var result = new byte[width * height * 3];
        for (int i = 0; i < result.length; i++) {
            int row = i / (3 * width);
            long sum = 1L << (rows.fractionBits() - 1);
            for (int k = 0; k < rows.weights(row).length; k++) {
                int from = (rows.first(row) + k) * 3 * width + i % (3 * width);
                sum += (long) rows.weights(row)[k] * (between[from] & 0xFF);
            }
            result[i] = (byte) Math.clamp(sum >> rows.fractionBits(), 0, 255);
        }
        return RgbImage.takeOver(width, height, result);
    }

    @Test
    void threadsChangeNothing() {
        RgbImage source = GeneratedImage.of(5, 700, 611);
        RgbImage alone = Resizer.onCallingThread(ResizeRounding.PILLOW).resize(source, 504, 392);
        try (ExecutorService threads =
                Executors.newFixedThreadPool(3, Thread.ofPlatform().name("resize-", 0).factory())) {
            for (int count = 2; count <= 16; count++) {
                assertThat(
                                new Resizer(ResizeRounding.PILLOW, threads, count)
                                        .resize(source, 504, 392))
                        .as(count + " threads")
                        .isEqualTo(alone);
            }
        }
    }

    @Test
    void busyExecutorDoesNotHoldTheCaller() throws InterruptedException {
        RgbImage source = GeneratedImage.of(6, 200, 200);
        try (ExecutorService thread =
                Executors.newFixedThreadPool(
                        1, Thread.ofPlatform().name("resize-busy").factory())) {
            var release = new CountDownLatch(1);
            thread.execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            RgbImage result =
                    new Resizer(ResizeRounding.PILLOW, thread, 4).resize(source, 448, 448);
            release.countDown();
            assertThat(result)
                    .isEqualTo(
                            Resizer.onCallingThread(ResizeRounding.PILLOW)
                                    .resize(source, 448, 448));
        }
    }

    @Test
    void imageOfThatSizeIsReturnedItself() {
        RgbImage source = GeneratedImage.of(7, 20, 30);
        assertThat(Resizer.onCallingThread(ResizeRounding.TORCHVISION).resize(source, 20, 30))
                .isSameAs(source);
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        Resizer resizer = Resizer.onCallingThread(ResizeRounding.PILLOW);
        RgbImage source = GeneratedImage.of(8, 2, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resizer.resize(source, 0, 4))
                .withMessageContaining("cannot resize to 0x4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resizer.resize(source, 30_000, 30_000))
                .withMessageContaining("at most 715827879 pixels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resizer(ResizeRounding.PILLOW, Runnable::run, 0))
                .withMessage("threads is 0; it must be 1 or more");
    }

    @Test
    void sumsOfWeightsStayFarFromOverflow() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            int from = 1 + random.nextInt(2000);
            int to = 1 + random.nextInt(2000);
            AxisWeights weights = AxisWeights.of(from, to, ResizeRounding.PILLOW);
            for (int o = 0; o < to; o++) {
                int sum = 0;
                for (int weight : weights.weights(o)) {
                    sum += Math.abs(weight);
                }
                assertThat(sum)
                        .as("seed %d: %d of %d to %d", seed, o, from, to)
                        .isLessThan((int) (1.3 * (1 << weights.fractionBits())));
            }
        }
    }
}
