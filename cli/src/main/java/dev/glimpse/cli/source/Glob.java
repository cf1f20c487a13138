package dev.glimpse.cli.source;

import dev.glimpse.cli.fault.CommandException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// A pattern of file names, for shells that do not expand them, or not so many: `*`, `?`, `[a-z]`,
/// `{jpg,png}`, and `**` across folders.
final class Glob {
    private static final String SIGNS = "*?[{";

    private Glob() {}

    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> SIGNS.indexOf(c) >= 0);
    }

    /// The files that it means, in the order of their paths' characters.
    ///
    /// @throws CommandException if there is none, or it is no pattern
    static List<Path> files(String pattern) {
        // What is found below "." begins with "./".
        boolean bare = pattern.lastIndexOf('/', firstSign(pattern)) < 0;
        String whole = bare ? "./" + pattern : pattern;
        Path folder = Path.of(whole.substring(0, whole.lastIndexOf('/', firstSign(whole)) + 1));
        List<Path> files =
                Files.isDirectory(folder)
                        ? Folder.files(folder, matcher(whole)::matches)
                        : List.of();
        if (files.isEmpty()) {
            throw CommandException.badInput("no file matches " + pattern + "; check the pattern");
        }
        return files;
    }

    private static int firstSign(String pattern) {
        int sign = 0;
        while (SIGNS.indexOf(pattern.charAt(sign)) < 0) {
            sign++;
        }
        return sign;
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw CommandException.badInput(
                    "\"" + pattern + "\" is no pattern of file names: " + e.getDescription(), e);
        }
    }
}
