package dev.glimpse.vision.siglip.bench;

import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.vision.ResizeRounding;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.slice.resize.Resizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/// A photograph of any size as a file, as OpenCV writes it by default; WebP with losses.
final class ImageSample {
    private final String name;
    private final String format;
    private final byte[] file;

    private ImageSample(String name, String format, byte[] file) {
        this.name = name;
        this.format = format;
        this.file = file;
    }

    /// A photograph of the project's samples, stretched.
    static RgbImage photograph(int width, int height) throws IOException {
        Path file = EmbeddedModel.projectRoot().resolve("samples/images/coffee.jpg");
        RgbImage image = new ImageDecoder(ImageLimits.DEFAULT).decode(Files.readAllBytes(file));
        return Resizer.onCallingThread(ResizeRounding.PILLOW).resize(image, width, height);
    }

    /// One in each format.
    static List<ImageSample> of(int width, int height) throws IOException {
        byte[] pixels = photograph(width, height).toByteArray();
        return List.of("jpg", "png", "webp").stream()
                .map(format -> encoded(format, width, height, pixels))
                .toList();
    }

    private static ImageSample encoded(String format, int width, int height, byte[] pixels) {
        try (var bytes = new BytePointer(pixels);
                var mat = new Mat(height, width, opencv_core.CV_8UC3, bytes);
                var target = new BytePointer();
                var lossyWebp = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 80)) {
            boolean written =
                    format.equals("webp")
                            ? imencode(".webp", mat, target, lossyWebp)
                            : imencode("." + format, mat, target);
            if (!written) {
                throw new IllegalStateException("OpenCV writes no " + format);
            }
            var file = new byte[Math.toIntExact(target.limit())];
            target.get(file);
            String name = String.format(Locale.ROOT, "%s %dx%d", format, width, height);
            return new ImageSample(name, format, file);
        }
    }

    String name() {
        return name;
    }

    String format() {
        return format;
    }

    /// The file's bytes.
    byte[] file() {
        return Arrays.copyOf(file, file.length);
    }
}
