package dev.glimpse.cli.answer;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.chat.EncodedImageFile;
import dev.glimpse.vision.image.ImageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads the bytes of images, from files or standard input (`-`), never more than the limit.
public final class ImageFiles {
    /// Stands for standard input.
    public static final String STANDARD_INPUT = "-";

    /// An image file has at most this many bytes.
    public static final long MAX_BYTES = ImageLimits.DEFAULT.maxBytes();

    private ImageFiles() {}

    /// Reads an image file, or standard input for `-`.
    ///
    /// @throws CommandException if there is no such file, or it is empty or too large
    public static NamedImage read(String name, InputStream standardInput) {
        if (name.equals(STANDARD_INPUT)) {
            return named("on standard input", bytes(standardInput, "on standard input"));
        }
        return read(path(name));
    }

    /// Reads an image file. Its path is taken as it is: a name that is not of the locale's
    /// character set is lost in a text.
    ///
    /// @throws CommandException if there is no such file, or it is empty or too large
    public static NamedImage read(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw CommandException.badInput(
                    "image " + name + " is a directory; give the files in it");
        }
        try (var stream = Files.newInputStream(file)) {
            return named(name, bytes(stream, name));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /// Reads an image from a stream, which the caller closes.
    ///
    /// @throws CommandException if it is empty or too large
    public static NamedImage readStream(String name, InputStream stream) {
        return named(name, bytes(stream, name));
    }

    private static NamedImage named(String name, byte[] bytes) {
        return new NamedImage(name, EncodedImageFile.copyOf(bytes));
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw CommandException.badInput(
                    "image \"" + name + "\" is no file name: " + e.getReason(), e);
        }
    }

    private static byte[] bytes(InputStream stream, String name) {
        byte[] bytes;
        try {
            bytes = stream.readNBytes(Math.toIntExact(MAX_BYTES) + 1);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        if (bytes.length == 0) {
            throw CommandException.badInput(
                    "image "
                            + name
                            + " is empty (0 bytes); give a JPEG, PNG, WebP, BMP, TIFF or GIF");
        }
        if (bytes.length > MAX_BYTES) {
            throw CommandException.badInput(
                    "image "
                            + name
                            + " is larger than "
                            + (MAX_BYTES >> 20)
                            + " MiB (ImageLimits.maxBytes); give a smaller file");
        }
        return bytes;
    }

    private static CommandException unreadable(String name, IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ ->
                    CommandException.badInput(
                            "image " + name + " does not exist; check the path", cause);
            case AccessDeniedException _ ->
                    CommandException.badInput(
                            "image " + name + " may not be read by this user", cause);
            default ->
                    CommandException.badInput(
                            "image " + name + " cannot be read: " + cause.getMessage(), cause);
        };
    }
}
