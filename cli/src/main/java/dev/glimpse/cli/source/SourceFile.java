package dev.glimpse.cli.source;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/// An image file.
record SourceFile(String name, Path file) implements ImageSource {
    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "tif", "tiff", "gif");

    /// A file under the name that a user gave, without `.` between folders. What is no text in the
    /// locale's character set, so that several files would read alike, is written as in a URI:
    /// `caf%E9.png`.
    static SourceFile of(Path file) {
        boolean climbs = file.toString().contains("..");
        Path shown = climbs ? file : file.normalize();
        String name = isText(shown) ? shown.toString() : escaped(shown);
        return new SourceFile(name.replace('\\', '/'), file);
    }

    private static boolean isText(Path path) {
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /// A path with those of its parts that are no text as in a URI.
    private static String escaped(Path path) {
        var name = new StringJoiner("/", path.isAbsolute() ? "/" : "", "");
        for (Path part : path) {
            name.add(isText(part) ? part.toString() : encoded(part));
        }
        return name.toString();
    }

    private static String encoded(Path part) {
        String uri = part.toUri().getRawPath();
        int end = uri.endsWith("/") ? uri.length() - 1 : uri.length(); // a folder's has one
        return uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
    }

    /// Whether two are one file, however its path is written.
    boolean isSameAs(SourceFile other) {
        return file.normalize().equals(other.file.normalize());
    }

    /// Whether a file is taken for an image where nobody named it: by its ending.
    static boolean isImageName(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public NamedImage read() {
        return ImageFiles.read(file);
    }
}
