package dev.glimpse.vision.slice.resize;

import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.RgbImage;
import java.util.concurrent.Executor;

/// Resizes images: bicubic (a = -0.5) with antialias, a horizontal and a vertical pass, rounded to
/// 8 bits after each. To the exact size: the aspect is not kept.
///
/// Equal to Pillow's `Image.resize(size, BICUBIC)` or torchvision's `resize(tensor, size, BICUBIC,
/// antialias=True)` on 8-bit tensors, byte for byte; how many threads work on it changes nothing.
///
/// Thread-safe: keeps nothing between calls. A call takes, beside the result and for each thread,
/// about `12 * width * (64 + 4 * max(1, imageHeight / height))` bytes, and for the weights `48 *
/// imageWidth + 48 * imageHeight` when shrinking.
public final class Resizer {
    /// Fewer rows are not worth a thread.
    private static final int LEAST_BAND_ROWS = 32;

    private final ResizeRounding rounding;
    private final Executor executor;
    private final int threads;

    /// @param executor runs bands of rows beside the calling thread, which does a part of the work
    ///   itself; bands neither block nor start others. The caller's: named threads, and closed by
    ///   it
    /// @param threads most threads at work for one call, the calling one included
    public Resizer(ResizeRounding rounding, Executor executor, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; it must be 1 or more");
        }
        this.rounding = rounding;
        this.executor = executor;
        this.threads = threads;
    }

    /// A resizer that does everything on the calling thread.
    public static Resizer onCallingThread(ResizeRounding rounding) {
        return new Resizer(rounding, Runnable::run, 1);
    }

    /// `image` at `width` x `height`; the image itself if it has that size.
    ///
    /// @throws IllegalArgumentException if the result is empty or has more than 2 GiB
    public RgbImage resize(RgbImage image, int width, int height) {
        if (width < 1 || height < 1 || 3L * width * height > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "cannot resize to "
                            + width
                            + "x"
                            + height
                            + "; each side must be 1 or more and both together at most "
                            + (Integer.MAX_VALUE - 8) / 3
                            + " pixels");
        }
        if (verticalFirst(image, height)) {
            return passes(passes(image, image.width(), height), width, height);
        }
        return passes(image, width, height);
    }

    /// Which pass comes first matters by a bit here and there. It is the horizontal one, but with
    /// Pillow for images over 100 times as high as wide that become less high; versions before 12.3
    /// have no such exception, and the one after it has a wider one.
    private boolean verticalFirst(RgbImage image, int height) {
        return switch (rounding) {
            case PILLOW -> image.height() > 100L * image.width() && height < image.height();
            case TORCHVISION -> false;
        };
    }

    /// The horizontal pass and the vertical one, without those that change nothing.
    private RgbImage passes(RgbImage image, int width, int height) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        AxisWeights columns = AxisWeights.of(image.width(), width, rounding);
        AxisWeights rows = AxisWeights.of(image.height(), height, rounding);
        var pixels = new byte[3 * width * height];
        int bands = Math.clamp(height / LEAST_BAND_ROWS, 1, threads);
        RowBands.run(
                height,
                bands,
                executor,
                (first, end) -> new RowPass(image, columns, rows).resize(first, end, pixels));
        return RgbImage.takeOver(width, height, pixels);
    }
}
