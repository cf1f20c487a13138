package dev.glimpse.vision.image.codec;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

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
    /// @throws ImageException if there are none for this platform, or one cannot be loaded
    public static void load() {
        Library.load();
    }

    /// Decodes to 8-bit RGB whatever the file's depth and channels; alpha is dropped.
    ///
    /// @throws ImageException if it cannot be decoded, or not to the size that `file` announces
    static Raster decodeRgb(byte[] encoded, ImageFile file) {
        int flags = Imgcodecs.IMREAD_COLOR_RGB | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
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
        return decode(encoded, Imgcodecs.IMREAD_UNCHANGED);
    }

    @MustBeClosed
    private static Pixels decode(byte[] encoded, int flags) {
        load();
        var source = new Mat(1, encoded.length, CvType.CV_8UC1);
        try {
            source.put(0, 0, encoded);
            return Pixels.own(Imgcodecs.imdecode(source, flags));
        } catch (CvException e) {
            if (String.valueOf(e.getMessage()).contains(NO_MEMORY)) {
                throw new OutOfMemoryError("no native memory to decode an image");
            }
            throw new ImageException(ImageException.Kind.DAMAGED, DAMAGED, e);
        } finally {
            source.release();
        }
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
                    (mat.depth() == CvType.CV_8U || mat.depth() == CvType.CV_16U)
                            && mat.channels() != 2;
            if (!mat.empty() && known) {
                return new Pixels(mat);
            }
            String type = CvType.typeToString(mat.type());
            boolean empty = mat.empty();
            mat.release();
            throw new ImageException(
                    ImageException.Kind.DAMAGED,
                    empty
                            ? DAMAGED
                            : "image file has samples of type "
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
            return mat.depth() == CvType.CV_16U ? 16 : 8;
        }

        /// Copies row `y` of 8-bit samples, `width * channels` of them.
        void row(int y, byte[] target) {
            mat.get(y, 0, target);
        }

        /// Copies row `y` of 16-bit samples, `width * channels` of them.
        void row(int y, short[] target) {
            mat.get(y, 0, target);
        }

        private byte[] all() {
            var samples = new byte[Math.toIntExact(mat.total() * mat.elemSize())];
            mat.get(0, 0, samples);
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
            mat.release();
        }
    }

    /// Loaded when first touched: class initialization makes it once and thread-safe. A failure is
    /// kept and told to every caller.
    private static final class Library {
        private static final Optional<EncoderException> FAILURE = attempt();

        private static Optional<EncoderException> attempt() {
            try {
                Loader.load(opencv_java.class);
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
            Core.setNumThreads(1);
            Core.setErrorVerbosity(false);
            return Optional.empty();
        }

        static void load() {
            FAILURE.ifPresent(failure -> {
                throw new EncoderException(failure.getMessage(), failure);
            });
        }
    }
}
