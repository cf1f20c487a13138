package dev.glimpse.cli.source;

import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The files below a folder, which may be given as a link to it. Hidden files and folders (`.name`)
/// are passed over, links to folders within it not followed.
final class Folder {
    private static final Comparator<Path> BY_NAME =
            Comparator.comparing(path -> path.toString().replace('\\', '/'));

    private Folder() {}

    /// Image files by their endings, at any depth, in the order of their paths' characters.
    static List<Path> images(Path folder) {
        return files(folder, file -> SourceFile.isImageName(String.valueOf(file.getFileName())));
    }

    /// Files at any depth, in the order of their paths' characters.
    ///
    /// @throws CommandException if a folder cannot be read
    static List<Path> files(Path folder, Predicate<Path> wanted) {
        try {
            Path real = folder.toRealPath(); // of a link, a walk would see the link alone
            try (var paths = Files.walk(real)) {
                return paths.map(path -> folder.resolve(real.relativize(path)))
                        .filter(path -> !isHidden(folder, path))
                        .filter(wanted)
                        .filter(Files::isRegularFile)
                        .sorted(BY_NAME)
                        .toList();
            }
        } catch (UncheckedIOException | IOException e) {
            throw CommandException.badInput(
                    "folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isHidden(Path folder, Path path) {
        if (path.equals(folder)) {
            return false;
        }
        for (Path part : folder.relativize(path)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
