package dev.glimpse.vision.slice.resize;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.ImageSlice;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Milliseconds of the resizer and of the patches, to compare with
/// `src/test/golden/slicing/bench.py` on the same machine. Run `main` with the test class path; the
/// one argument is the number of threads. Where other work loads the machine, compare the least.
final class ResizeBenchmark {
    private static final System.Logger LOG = System.getLogger(ResizeBenchmark.class.getName());
    private static final int WARMUP = 20;
    private static final int ROUNDS = 41;
    private static final int[][] SIZES = {
        {4000, 3000, 1344, 896},
        {4000, 3000, 504, 392},
        {1280, 960, 1344, 896},
        {640, 427, 784, 504}
    };

    private ResizeBenchmark() {}

    public static void main(String[] arguments) {
        int threads = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        try (ExecutorService executor =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("resize-", 0).factory())) {
            var resizer = new Resizer(ResizeRounding.PILLOW, executor, threads);
            for (int[] sizes : SIZES) {
                RgbImage image = GeneratedImage.of(1, sizes[0], sizes[1]);
                LOG.log(
                        Level.INFO,
                        "resize {0}x{1} to {2}x{3}, {4} threads: {5}",
                        Integer.toString(sizes[0]),
                        Integer.toString(sizes[1]),
                        Integer.toString(sizes[2]),
                        Integer.toString(sizes[3]),
                        threads,
                        measure(() -> resizer.resize(image, sizes[2], sizes[3])));
            }
        }
        ImageSlice slice = ImageSlice.whole(GeneratedImage.of(1, 448, 448));
        LOG.log(
                Level.INFO,
                "patches of 448x448: {0}",
                measure(() -> Patches.of(slice, 14, Normalization.STEPWISE)));
    }

    private static String measure(Supplier<Object> work) {
        var milliseconds = new double[ROUNDS];
        for (int i = -WARMUP; i < ROUNDS; i++) {
            long start = System.nanoTime();
            if (work.get() == null) {
                throw new IllegalStateException("no result");
            }
            milliseconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        return String.format(
                Locale.ROOT,
                "median %.2f ms, least %.2f ms",
                milliseconds[ROUNDS / 2],
                milliseconds[0]);
    }
}
