package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.chat.ChatLoop;
import dev.glimpse.cli.chat.EditedLines;
import dev.glimpse.cli.chat.LineInput;
import dev.glimpse.cli.chat.PipedLines;
import dev.glimpse.cli.chat.Sight;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.flag.AnswerFlags;
import dev.glimpse.cli.flag.ImageFlags;
import dev.glimpse.cli.flag.ModelFlags;
import dev.glimpse.cli.flag.QuietFlag;
import dev.glimpse.cli.flag.VideoFlags;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.runtime.ModelOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `glimpse chat`: a conversation in the terminal, or with lines from a pipe.
@Command(
        name = "chat",
        description = {
            "Talks about images, turn by turn.",
            "In the conversation /help lists what else a line can do. Ctrl-C stops an answer; twice"
                    + " leaves. Lines from a pipe are answered one by one, up to the first error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  glimpse chat photo.jpg",
            "  glimpse chat --system \"Answer in French.\"",
            "  printf '/image a.png\\nWhat is it?\\n' | glimpse chat"
        })
public final class ChatCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "IMAGE", description = "Images to begin with.")
    private List<String> images = List.of();

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Instructions for the whole conversation.")
    private @Nullable String system;

    @Mixin private final ModelFlags model = new ModelFlags();
    @Mixin private final ImageFlags imageFlags = new ImageFlags();
    @Mixin private final VideoFlags videoFlags = new VideoFlags();
    @Mixin private final AnswerFlags answer = new AnswerFlags();
    @Mixin private final QuietFlag quiet = new QuietFlag();

    public ChatCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = surroundings.screen();
        quiet.apply(screen);
        List<NamedImage> shown = read(images, screen);
        var sight =
                new Sight(imageFlags.options(), videoFlags.sampling(), videoFlags.framesPerPack());
        ModelOptions modelOptions = videoFlags.allowed(model.options(surroundings.installation()));
        try (var opened = OpenModel.open(modelOptions);
                LineInput lines = lines(screen)) {
            var loop = new ChatLoop(screen, opened, answer, sight, lines);
            if (system != null) {
                loop.instruct(system);
            }
            videoFlags.video().ifPresent(loop::show);
            shown.forEach(loop::show);
            screen.note("[" + opened.info().name() + "; /help lists the commands, /exit leaves]");
            return loop.run().number();
        }
    }

    private static List<NamedImage> read(List<String> images, Screen screen) {
        var contents = new ArrayList<NamedImage>();
        for (String image : images) {
            if (image.equals(ImageFiles.STANDARD_INPUT)) {
                throw CommandException.badInput(
                        "standard input (-) has the conversation's lines; give the image as a"
                                + " file");
            }
            contents.add(ImageFiles.read(image, screen.in()));
        }
        return contents;
    }

    @SuppressWarnings("MustBeClosed") // the caller closes what it gets
    private static LineInput lines(Screen screen) {
        return screen.inIsTerminal() && screen.outIsTerminal()
                ? EditedLines.open()
                : new PipedLines(screen.in());
    }
}
