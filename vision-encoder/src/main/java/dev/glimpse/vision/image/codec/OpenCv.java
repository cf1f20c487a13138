package dev.glimpse.vision.image.codec;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/// The one place that calls OpenCV. Thread-safe: `imdecode` makes a decoder for each call and keeps
/// nothing.
public final class OpenCv {

    private static final String DAMAGED =
            "image file is truncated or damaged: its pixels cannot be decoded; send an intact file";

    /// The code of cv::OutOfMemoryError, as its messages give it.
    private static final String NO_MEMORY = "(-4:";

    private OpenCv() {}

    /// Loads the native libraries, once for the process; more calls do nothing.
    ///
    /// The Loader of JavaCPP unpacks them from the platform's jar into its cache,
    /// `~/.javacpp/cache` or the folder in the system property `org.bytedeco.javacpp.cachedir`;
    /// where neither can be written it takes a folder in the temporary directory.
    ///
    /// @throws EncoderException if there are none for this platform, or one cannot be loaded
    public static void load() {
        Library.load();
    }

    /// Decodes to 8-bit RGB whatever the file's depth and channels; alpha is dropped.
    ///
    /// @throws ImageException if it cannot be decoded, or not to the size that `file` announces
    static Raster decodeRgb(byte[] encoded, ImageFile file) {
        int flags = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
        try (var pixels = decode(encoded, flags)) {
            pixels.checkSize(file.width(), file.height());
            if (pixels.channels() != 3 || pixels.bits() != 8) {
                throw new IllegalStateException("OpenCV returned no 8-bit RGB");
            }
            return new Raster(pixels.width(), pixels.height(), pixels.all());
        }
    }

    /// Decodes to what the file has: 1 (grey), 3 (BGR) or 4 (BGRA) channels of 8 or 16 bits. Whose
    /// size it is remains to be checked.
    ///
    /// @throws ImageException if it cannot be decoded, or to anything else
    @MustBeClosed
    static Pixels decodeUnchanged(byte[] encoded) {
        return decode(encoded, opencv_imgcodecs.IMREAD_UNCHANGED);
    }

    @MustBeClosed
    private static Pixels decode(byte[] encoded, int flags) {
        load();
        try (var bytes = new BytePointer(encoded);
                var source = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes)) {
            return Pixels.own(opencv_imgcodecs.imdecode(source, flags));
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /// Writes 8-bit RGB as a PNG file.
    ///
    /// @param rgb `width * height * 3` bytes
    public static byte[] encodePng(int width, int height, byte[] rgb) {
        load();
        var bgr = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        try (var bytes = new BytePointer(bgr);
                var source = new Mat(height, width, opencv_core.CV_8UC3, bytes);
                var file = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(".png", source, file)) {
                throw new EncoderException("OpenCV could not write an image as PNG");
            }
            var encoded = new byte[Math.toIntExact(file.limit())];
            file.get(encoded);
            return encoded;
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /// JavaCPP throws exceptions of C++ as plain RuntimeExceptions; others pass.
    private static RuntimeException translated(RuntimeException fault) {
        if (fault.getClass() != RuntimeException.class) {
            return fault;
        }
        if (String.valueOf(fault.getMessage()).contains(NO_MEMORY)) {
            throw new OutOfMemoryError("no native memory to decode an image");
        }
        return new ImageException(ImageException.Kind.DAMAGED, DAMAGED, fault);
    }

    /// Decoded samples in native memory, until closed.
    static final class Pixels implements AutoCloseable {
        private final Mat mat;

        @MustBeClosed
        private Pixels(Mat mat) {
            this.mat = mat;
        }

        @MustBeClosed
        private static Pixels own(Mat mat) {
            boolean known =
                    (mat.depth() == opencv_core.CV_8U || mat.depth() == opencv_core.CV_16U)
                            && mat.channels() != 2;
            if (!mat.empty() && known) {
                return new Pixels(mat);
            }
            int type = mat.type();
            boolean empty = mat.empty();
            mat.close();
            throw new ImageException(
                    ImageException.Kind.DAMAGED,
                    empty
                            ? DAMAGED
                            : "image file has samples of OpenCV's type "
                                    + type
                                    + "; allowed: grey or RGB, with or without alpha, of 8 or 16"
                                    + " bits");
        }

        int width() {
            return mat.cols();
        }

        int height() {
            return mat.rows();
        }

        int channels() {
            return mat.channels();
        }

        /// Bits a sample: 8 or 16.
        int bits() {
            return mat.depth() == opencv_core.CV_16U ? 16 : 8;
        }

        /// Copies row `y` of 8-bit samples, `width * channels` of them.
        void row(int y, byte[] target) {
            mat.ptr(y).get(target, 0, width() * channels());
        }

        /// Copies row `y` of 16-bit samples, `width * channels` of them.
        void row(int y, short[] target) {
            new ShortPointer(mat.ptr(y)).get(target, 0, width() * channels());
        }

        private byte[] all() {
            var samples = new byte[Math.toIntExact(mat.total() * mat.elemSize())];
            mat.data().get(samples);
            return samples;
        }

        /// @throws ImageException if the size is another than the header's
        void checkSize(int width, int height) {
            if (width() != width || height() != height) {
                throw new ImageException(
                        ImageException.Kind.DAMAGED,
                        String.format(
                                Locale.ROOT,
                                "image file is damaged: its header says %dx%d and its pixels are"
                                        + " %dx%d",
                                width,
                                height,
                                width(),
                                height()));
            }
        }

        /// Frees the samples. Idempotent.
        @Override
        public void close() {
            mat.close();
        }
    }

    /// Loaded when first touched: class initialization makes it once and thread-safe. A failure is
    /// kept and told to every caller.
    private static final class Library {
        /// JavaCPP refuses to allocate once the whole process has more than twice the heap's limit,
        /// and models have that.
        private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

        private static final Optional<EncoderException> FAILURE = attempt();

        private static Optional<EncoderException> attempt() {
            System.getProperties().putIfAbsent(MEMORY_LIMIT, "0");
            try {
                Loader.load(opencv_imgcodecs.class);
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                return Optional.of(
                        new EncoderException(
                                "OpenCV's native libraries cannot be loaded on "
                                        + Loader.getPlatform()
                                        + ": put the opencv, openblas and javacpp jars of this"
                                        + " platform on the class path, and let"
                                        + " org.bytedeco.javacpp.cachedir name a folder that can be"
                                        + " written ("
                                        + e.getMessage()
                                        + ")",
                                e));
            }
            // One image a thread: a server decodes many at once, and the caller decides how many.
            opencv_core.setNumThreads(1);
            return Optional.empty();
        }

        static void load() {
            FAILURE.ifPresent(failure -> {
                throw new EncoderException(failure.getMessage(), failure);
            });
        }
    }
}
