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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Asks several questions about one image, each with what was said before. The image is encoded
/// once: later turns begin with the rows that earlier ones left.
///
/// ```
/// ChatAboutImage glimpse-tiny.gguf mmproj-glimpse-tiny.gguf red-triangle.png "What shape is present?" "Is it red?"
/// ```
///
/// prints
///
/// ```
/// > What shape is present?
/// Triangle
/// > Is it red?
/// Yes
/// ```
public final class ChatAboutImage {
    private ChatAboutImage() {}

    /// Takes the decoder's file, the vision encoder's file, an image and the questions.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 4) {
            throw new IllegalArgumentException(
                    "usage: ChatAboutImage MODEL MMPROJ IMAGE QUESTION...");
        }
        chat(
                ModelOptions.of(Path.of(arguments[0]), Path.of(arguments[1])),
                Path.of(arguments[2]),
                Arrays.asList(arguments).subList(3, arguments.length),
                Screen.standard());
    }

    static void chat(ModelOptions options, Path image, List<String> questions, PrintStream out)
            throws IOException {
        List<Message> turns = new ArrayList<>();
        Content picture = Content.image(Files.readAllBytes(image));
        try (var model = VisionLanguageModel.open(options)) {
            for (String question : questions) {
                Content text = Content.text(question);
                turns.add(turns.isEmpty() ? Message.user(picture, text) : Message.user(text));
                var answer = model.generate(GenerationRequest.of(turns));
                turns.add(Message.assistant(answer.text()));
                out.println("> " + question);
                out.println(answer.text());
            }
        }
    }
}
