package dev.glimpse.cli.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.answer.ImageFiles;
import dev.glimpse.cli.answer.NamedImage;
import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
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
                .<ImageSource>map(entry -> new Packed(name + "/" + entry.getName(), entry))
                .toList();
    }

    private final class Packed implements ImageSource {
        private final String shown;
        private final ZipEntry entry;

        Packed(String shown, ZipEntry entry) {
            this.shown = shown;
            this.entry = entry;
        }

        @Override
        public String name() {
            return shown;
        }

        @Override
        public NamedImage read() {
            try (var stream = file.getInputStream(entry)) {
                return ImageFiles.readStream(shown, stream);
            } catch (IOException e) {
                throw CommandException.badInput(
                        "image " + shown + " cannot be unpacked: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
