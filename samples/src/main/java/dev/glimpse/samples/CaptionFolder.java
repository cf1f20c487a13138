package dev.glimpse.samples;

import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.vision.fault.ImageException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Gatherers;

/// Captions the files of a folder, four at once, in the order of their names: while one is encoded,
/// another is decoded or answered. Whoever wants to resume, or to keep rows, takes `glimpse
/// caption`.
///
/// ```
/// CaptionFolder glimpse-tiny.gguf mmproj-glimpse-tiny.gguf images
/// ```
///
/// prints a line a file, its name and its caption separated by a tab:
///
/// ```
/// blue-circle.png	A blue circle.
/// notes.txt	! image file has no known signature; ...
/// ```
public final class CaptionFolder {
    private static final int AT_ONCE = 4;

    private CaptionFolder() {}

    /// Takes the decoder's file, the vision encoder's file and the folder.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: CaptionFolder MODEL MMPROJ FOLDER");
        }
        caption(
                ModelOptions.of(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                Screen.standard());
    }

    static void caption(ModelOptions options, Path folder, PrintStream out) throws IOException {
        try (var model = VisionLanguageModel.open(options);
                var files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .gather(Gatherers.mapConcurrent(AT_ONCE, file -> line(model, file)))
                    .forEachOrdered(out::println);
        }
    }

    private static String line(VisionLanguageModel model, Path file) {
        try {
            Message message =
                    Message.user(
                            Content.image(Files.readAllBytes(file)),
                            Content.text("Describe the image."));
            return file.getFileName() + "\t" + model.generate(GenerationRequest.of(message)).text();
        } catch (ImageException e) {
            return file.getFileName() + "\t! " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
