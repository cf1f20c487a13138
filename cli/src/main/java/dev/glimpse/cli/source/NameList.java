package dev.glimpse.cli.source;

import dev.glimpse.cli.fault.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// A text of names, one a line; blank lines are passed over.
public final class NameList {
    private NameList() {}

    /// Reads the names.
    ///
    /// @param file UTF-8 text; `-` is standard input
    /// @throws CommandException if it cannot be read
    public static List<String> read(String file, InputStream standardInput) {
        try (var stream = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file));
                var text = new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder());
                var reader = new BufferedReader(text)) {
            return reader.readAllLines().stream().filter(line -> !line.isBlank()).toList();
        } catch (CharacterCodingException e) {
            throw CommandException.badInput("list " + file + " is not UTF-8 text", e);
        } catch (IOException | InvalidPathException e) {
            throw CommandException.badInput("list " + file + " cannot be read: " + e, e);
        }
    }
}
