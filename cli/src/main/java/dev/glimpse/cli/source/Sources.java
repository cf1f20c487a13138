package dev.glimpse.cli.source;

import dev.glimpse.cli.fault.CommandException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers images in the order of the arguments; within a folder or a glob, in the order of their
/// names. One that is met twice counts where it came first.
public final class Sources {
    private static final String STANDARD_INPUT = "-";

    private final Map<String, ImageSource> found = new LinkedHashMap<>();

    /// Adds what a user wrote: a file, a folder with all below it, or a glob.
    ///
    /// @throws CommandException if there is nothing of that name
    public void addArgument(String argument) {
        if (argument.equals(STANDARD_INPUT)) {
            throw CommandException.badInput(
                    "- is no image here; names come from standard input with --list -");
        }
        if (Glob.isGlob(argument) && !exists(argument)) {
            Glob.files(argument).forEach(this::addFile);
        } else if (exists(argument)) {
            addPath(Path.of(argument));
        } else {
            throw CommandException.badInput(argument + " does not exist; check the path");
        }
    }

    /// Adds a line of a list: a file or a folder. What does not exist becomes a row that says so.
    public void addListed(String line) {
        Path path;
        try {
            path = Path.of(line);
        } catch (InvalidPathException e) {
            add(new BadName(line, e.getReason()));
            return;
        }
        addPath(path);
    }

    /// What was added.
    public List<ImageSource> images() {
        return List.copyOf(found.values());
    }

    private void addPath(Path path) {
        if (Files.isDirectory(path)) {
            Folder.images(path).forEach(this::addFile);
        } else {
            addFile(path);
        }
    }

    private void addFile(Path file) {
        add(SourceFile.of(file));
    }

    private void add(ImageSource source) {
        found.putIfAbsent(source.name(), source);
    }

    private static boolean exists(String argument) {
        try {
            return Files.exists(Path.of(argument));
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
