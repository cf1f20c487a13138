package dev.glimpse.samples;

import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the images of a folder that look most like a given one, by the cosine between the means of
/// their embeddings: what the vision encoder gives the decoder to read.
///
/// ```
/// SearchImages glimpse-tiny.gguf mmproj-glimpse-tiny.gguf samples/images/cat.jpg samples/images
/// ```
///
/// prints the five nearest, the likest first, the image itself among them where it lies there:
///
/// ```
/// 1.000  cat.jpg
/// 0.711  coffee.jpg
/// 0.637  galaxies.jpg
/// 0.542  rocket.jpg
/// 0.520  photographer.jpg
/// ```
///
/// To search often, keep the rows: an image's is the same until the model is another.
public final class SearchImages {
    private static final int SHOWN = 5;
    private static final String IMAGES = ".*\\.(png|jpe?g|webp|bmp|tiff?|gif)";

    private SearchImages() {}

    private record Found(Path file, double cosine) {}

    /// Takes the decoder's file, the vision encoder's file, the image to look for and the folder.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("usage: SearchImages MODEL MMPROJ IMAGE FOLDER");
        }
        search(
                ModelOptions.of(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                Path.of(arguments[3]),
                Screen.standard());
    }

    static void search(ModelOptions options, Path image, Path folder, PrintStream out)
            throws IOException {
        try (var model = VisionLanguageModel.open(options);
                var files = Files.list(folder)) {
            float[] sought = row(model, image);
            files.filter(file -> file.toString().matches(IMAGES))
                    .sorted()
                    .map(file -> new Found(file, cosine(sought, row(model, file))))
                    .sorted(Comparator.comparingDouble(Found::cosine).reversed())
                    .limit(SHOWN)
                    .forEachOrdered(found ->
                            out.println(
                                    String.format(
                                            Locale.ROOT,
                                            "%.3f  %s",
                                            found.cosine(),
                                            found.file().getFileName())));
        }
    }

    /// One row of floats for an image.
    private static float[] row(VisionLanguageModel model, Path file) {
        try {
            Content image = Content.image(Files.readAllBytes(file));
            return model.embed(List.of(image), new Cancellation()).images().getFirst().meanRow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cosine(float[] one, float[] other) {
        return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
