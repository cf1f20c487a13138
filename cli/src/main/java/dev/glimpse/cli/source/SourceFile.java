package dev.glimpse.cli.source;

import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// An image file.
record SourceFile(String name, Path file) implements ImageSource {
    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "tif", "tiff", "gif");

    /// A file under the name that a user gave, without `.` between folders.
    static SourceFile of(Path file) {
        boolean climbs = file.toString().contains("..");
        Path shown = climbs ? file : file.normalize();
        return new SourceFile(shown.toString().replace('\\', '/'), file);
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
