package dev.glimpse.cli.command;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images and the question of `glimpse ask`, told apart.
///
/// @param images as written; one or more but for models that take text alone
/// @param question not blank
record AskedWords(List<String> images, String question) {
    /// A question file has at most this many bytes; the model's context holds far fewer.
    private static final int MAX_QUESTION_BYTES = 16 << 20;

    AskedWords {
        images = List.copyOf(images);
    }

    /// @param arguments images, then the question unless `questionFile` has it
    /// @param textOnly whether the model takes no images, so that none is needed
    static AskedWords of(
            List<String> arguments,
            @Nullable String questionFile,
            InputStream standardInput,
            boolean textOnly) {
        List<String> images =
                questionFile != null || arguments.isEmpty()
                        ? arguments
                        : arguments.subList(0, arguments.size() - 1);
        if (arguments.isEmpty() && (questionFile == null || !textOnly)) {
            throw CommandException.badInput(
                    "no image and no question; write: glimpse ask IMAGE... \"question\"");
        }
        if (questionFile == null && isFile(arguments.getLast())) {
            throw CommandException.badInput(
                    "no question: the last argument, "
                            + arguments.getLast()
                            + ", is a file; write: glimpse ask IMAGE... \"question\"");
        }
        if (images.isEmpty() && !textOnly) {
            throw CommandException.badInput(
                    "no image before the question; write: glimpse ask IMAGE... \"question\", or"
                            + " use glimpse chat to talk without one");
        }
        refuseSharedInput(images, questionFile);
        String question =
                questionFile == null ? arguments.getLast() : read(questionFile, standardInput);
        if (question.isBlank()) {
            throw CommandException.badInput("the question is blank; ask something about the image");
        }
        return new AskedWords(images, question);
    }

    private static void refuseSharedInput(List<String> images, @Nullable String questionFile) {
        long readers =
                images.stream().filter(ImageFiles.STANDARD_INPUT::equals).count()
                        + (ImageFiles.STANDARD_INPUT.equals(questionFile) ? 1 : 0);
        if (readers > 1) {
            throw CommandException.badInput(
                    "standard input (-) is asked for " + readers + " times; it can be read once");
        }
    }

    private static boolean isFile(String argument) {
        try {
            return argument.equals(ImageFiles.STANDARD_INPUT) || Files.exists(Path.of(argument));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static String read(String file, InputStream standardInput) {
        try (var stream =
                file.equals(ImageFiles.STANDARD_INPUT)
                        ? standardInput
                        : Files.newInputStream(Path.of(file))) {
            byte[] bytes = stream.readNBytes(MAX_QUESTION_BYTES + 1);
            if (bytes.length > MAX_QUESTION_BYTES) {
                throw CommandException.badInput(
                        "question file "
                                + file
                                + " is larger than "
                                + (MAX_QUESTION_BYTES >> 20)
                                + " MiB; ask something shorter");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw CommandException.badInput("question file " + file + " is not UTF-8 text", e);
        } catch (IOException | InvalidPathException e) {
            throw CommandException.badInput(
                    "question file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
