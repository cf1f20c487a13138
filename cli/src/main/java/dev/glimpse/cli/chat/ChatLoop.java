package dev.glimpse.cli.chat;

import dev.glimpse.cli.answer.AnswerPrinter;
import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.answer.NamedVideo;
import dev.glimpse.cli.answer.OpenModel;
import dev.glimpse.cli.chat.Conversation.Seen;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.fault.ExitCode;
import dev.glimpse.cli.flag.AnswerFlags;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Tone;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.vision.fault.ImageException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads lines and answers them until the end of input, `/exit`, or a second Ctrl-C in a row.
public final class ChatLoop {
    private static final String REPLACE = "--force";

    private final Screen screen;
    private final OpenModel model;
    private final AnswerFlags settings;
    private final Sight sight;
    private final LineInput lines;
    private final Conversation conversation;

    /// Ctrl-C presses since the last line.
    private final AtomicInteger interrupts = new AtomicInteger();

    private boolean done;

    public ChatLoop(
            Screen screen, OpenModel model, AnswerFlags settings, Sight sight, LineInput lines) {
        this.sight = sight;
        this.screen = screen;
        this.model = model;
        this.settings = settings;
        this.lines = lines;
        this.conversation = new Conversation(Optional.empty());
    }

    /// Sets the instructions for the whole conversation.
    public void instruct(String text) {
        conversation.instruct(text);
    }

    /// Shows an image with the next line.
    ///
    /// @throws CommandException if it cannot be decoded, or the model takes none
    public void show(NamedImage image) {
        requireVision();
        image.check();
        conversation.show(new Seen(image.name(), false), image.content(sight.images()));
    }

    /// Shows a video with the next line; of a file, whether it can be read shows then.
    ///
    /// @throws CommandException if there is none, or the model takes none
    public void show(Path video) {
        requireVision();
        conversation.show(
                new Seen(video.toString(), true),
                NamedVideo.read(video, sight.sampling())
                        .content(sight.images(), sight.framesPerPack()));
    }

    private void requireVision() {
        if (!model.info().vision()) {
            throw CommandException.badInput(
                    "model " + model.info().id() + " takes no images; start with --mmproj FILE");
        }
    }

    /// Runs the conversation.
    ///
    /// @return how it ended
    public ExitCode run() {
        lines.onInterrupt(this::interrupted);
        while (!done) {
            switch (lines.next(prompt())) {
                case LineInput.Input.End() -> done = true;
                case LineInput.Input.Interrupted(boolean whileTyping) -> leaveOrWarn(whileTyping);
                case LineInput.Input.Line(String text) -> {
                    interrupts.set(0);
                    take(continued(text));
                }
            }
        }
        return interrupts.get() >= 2 ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private String prompt() {
        int images = conversation.waitingImages();
        String marker = images == 0 ? "" : images == 1 ? "[1 image] " : "[" + images + " images] ";
        return screen.toned(Tone.ACCENT, marker + "> ");
    }

    /// A line that ends in a backslash goes on with the next one.
    private String continued(String first) {
        var text = new StringBuilder(first);
        while (text.length() > 0 && text.charAt(text.length() - 1) == '\\') {
            text.setLength(text.length() - 1);
            if (!(lines.next(screen.toned(Tone.ACCENT, ". "))
                    instanceof LineInput.Input.Line(String more))) {
                return "";
            }
            text.append('\n').append(more);
        }
        return text.toString();
    }

    private void leaveOrWarn(boolean whileTyping) {
        if (whileTyping) {
            interrupts.set(0);
        } else if (interrupts.incrementAndGet() >= 2) {
            done = true;
        } else {
            screen.note("[Ctrl-C again, Ctrl-D or /exit leaves]");
        }
    }

    /// Ctrl-C outside of a line: the first stops the answer, the second leaves.
    private void interrupted() {
        if (interrupts.incrementAndGet() >= 2) {
            System.exit(ExitCode.INTERRUPTED.number());
        }
        model.cancel();
    }

    private void take(String line) {
        try {
            if (line.startsWith("/")) {
                command(line.strip());
            } else if (!line.isBlank()) {
                answer(line.strip());
            }
        } catch (CommandException | ModelException | ImageException e) {
            if (!lines.isInteractive()) {
                throw e;
            }
            screen.error(String.valueOf(e.getMessage()));
        }
    }

    private void command(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        ChatWord known = ChatWord.of(word).orElseThrow(() -> unknown(word));
        switch (known) {
            case IMAGE -> image(rest);
            case VIDEO -> video(rest);
            case SYSTEM -> conversation.instruct(rest);
            case SAVE -> save(rest);
            case RESET -> conversation.reset();
            case HELP -> help();
            case EXIT -> done = true;
        }
    }

    private static CommandException unknown(String word) {
        return CommandException.badInput(
                "there is no "
                        + word
                        + "; /help lists the commands, a space before the slash makes it text");
    }

    private void image(String name) {
        if (name.isEmpty()) {
            throw CommandException.badInput("/image needs a file, as in /image photo.jpg");
        }
        if (name.equals(ImageFiles.STANDARD_INPUT)) {
            throw CommandException.badInput("/image takes a file; standard input has the lines");
        }
        show(ImageFiles.read(path(name), screen.in()));
        screen.note("[image " + name + " goes with your next line]");
    }

    private void video(String name) {
        if (name.isEmpty()) {
            throw CommandException.badInput("/video needs a file, as in /video film.mp4");
        }
        try {
            show(Path.of(path(name)));
        } catch (InvalidPathException e) {
            throw CommandException.badInput(
                    "video \"" + name + "\" is no file name: " + e.getReason(), e);
        }
        screen.note("[video " + name + " goes with your next line]");
    }

    private void save(String words) {
        boolean replace = words.equals(REPLACE) || words.startsWith(REPLACE + " ");
        String name = replace ? words.substring(REPLACE.length()).strip() : words;
        if (name.isEmpty()) {
            throw CommandException.badInput("/save needs a file, as in /save conversation.md");
        }
        Transcript transcript = conversation.transcript(model.info().name());
        if (transcript.turns().isEmpty()) {
            throw CommandException.badInput("there is nothing to save yet; ask something first");
        }
        Path file = file(unquoted(name));
        transcript.save(file, replace);
        screen.note("[" + transcript.turns().size() + " turns are in " + file + "]");
    }

    private static Path file(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw CommandException.badInput(name + " is no file's name: " + e.getReason(), e);
        }
    }

    /// A file that is there, as shells and file managers write names: quoted, with `~` for the home
    /// folder, or with a backslash before each sign that a shell would take for its own.
    private static String path(String name) {
        String whole = unquoted(name);
        boolean escaped =
                File.separatorChar != '\\' && !isQuoted(name) && !new File(whole).exists();
        return escaped ? whole.replaceAll("\\\\(.)", "$1") : whole;
    }

    /// Without quotes, and the home folder for `~`.
    private static String unquoted(String name) {
        String bare = isQuoted(name) ? name.substring(1, name.length() - 1) : name;
        return bare.startsWith("~/") ? System.getProperty("user.home") + bare.substring(1) : bare;
    }

    private static boolean isQuoted(String name) {
        char first = name.charAt(0);
        return name.length() > 1
                && (first == '"' || first == '\'')
                && name.charAt(name.length() - 1) == first;
    }

    private void help() {
        for (ChatWord word : ChatWord.values()) {
            screen.line(String.format(Locale.ROOT, "  %-14s %s", word.usage(), word.meaning()));
        }
        screen.line("  Ctrl-C stops an answer. A line that ends in \\ goes on with the next.");
    }

    private void answer(String text) {
        Message question = conversation.ask(text);
        var printer = new AnswerPrinter(screen);
        try {
            var result = model.generate(settings.request(conversation.upTo(question)), printer);
            if (!result.text().isBlank()) {
                conversation.remember(question, result.text());
            }
        } catch (ImageException e) {
            conversation.dropImages();
            throw e;
        } catch (PromptTooLongException e) {
            throw CommandException.badInput(
                    e.getMessage() + "; /reset begins anew, --context N has more room", e);
        } finally {
            printer.endLine();
        }
    }
}
