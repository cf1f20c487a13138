package dev.glimpse.samples;

import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks one question about one image, in this process. With the embedded model and a red image:
///
/// ```
/// AskOneImage glimpse-tiny.gguf mmproj-glimpse-tiny.gguf red.png "What color is the image?"
/// ```
///
/// prints the answer on one line and what it took on the next.
public final class AskOneImage {
    private AskOneImage() {}

    /// Takes the decoder's file, the vision encoder's file, an image and a question.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("usage: AskOneImage MODEL MMPROJ IMAGE QUESTION");
        }
        ask(
                ModelOptions.of(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                arguments[3],
                Screen.standard());
    }

    static void ask(ModelOptions options, Path image, String question, PrintStream out)
            throws IOException {
        Message message =
                Message.user(Content.image(Files.readAllBytes(image)), Content.text(question));
        try (var model = VisionLanguageModel.open(options)) {
            var result = model.generate(GenerationRequest.of(message));
            out.println(result.text());
            out.println(
                    result.usage().imageTokens()
                            + " image tokens, encoded in "
                            + result.timings().encode().toMillis()
                            + " ms");
        }
    }
}
