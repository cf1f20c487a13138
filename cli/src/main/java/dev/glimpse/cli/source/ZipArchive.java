package dev.glimpse.cli.source;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/// A zip archive.
final class ZipArchive implements Archive {
    private final ZipFile file;
    private final String name;

    private ZipArchive(ZipFile file, String name) {
        this.file = file;
        this.name = name;
    }

    /// @throws IOException if it is none
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned archive closes it
    static ZipArchive open(Path path, String name) throws IOException {
        return new ZipArchive(new ZipFile(path.toFile()), name);
    }

    @Override
    public List<ImageSource> images() {
        return file.stream()
                .filter(entry -> !entry.isDirectory() && SourceFile.isImageName(entry.getName()))
                .<ImageSource>map(entry ->
                        new PackedImage(
                                name + "/" + entry.getName(), () -> file.getInputStream(entry)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
