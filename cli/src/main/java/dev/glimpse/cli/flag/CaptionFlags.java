package dev.glimpse.cli.flag;

import dev.glimpse.cli.caption.PromptTemplate;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.caption.CaptionStyle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is asked about each image.
public final class CaptionFlags {
    @Option(
            names = "--style",
            paramLabel = "STYLE",
            description = "short, detailed, tags or alt-text. Default: short.")
    private @Nullable String style;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "Your own prompt; {name} is the image file's name, {folder} that of its"
                            + " folder.")
    private @Nullable String prompt;

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            description =
                    "Ask this instead, with fields as in a prompt. Given several times, each image"
                            + " has an answer to each.")
    private List<String> questions = List.of();

    /// The questions as written; empty where a caption is wanted.
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /// What the model is told about each image, one or more.
    ///
    /// @throws CommandException if they exclude each other, or a field is not known
    public List<PromptTemplate> prompts() {
        int given = count(style != null) + count(prompt != null) + count(!questions.isEmpty());
        if (given > 1) {
            throw CommandException.badInput(
                    "--style, --prompt and --question exclude each other; give one of them");
        }
        if (!questions.isEmpty()) {
            return questions.stream().map(PromptTemplate::new).toList();
        }
        if (prompt != null) {
            return List.of(new PromptTemplate(prompt));
        }
        CaptionStyle wanted =
                Choice.parse("--style", style, CaptionStyle.SHORT, CaptionStyle.values());
        return List.of(new PromptTemplate(wanted.prompt()));
    }

    private static int count(boolean given) {
        return given ? 1 : 0;
    }
}
