package dev.glimpse.cli.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/// The images among the entries of a tar archive, however it is read.
final class TarImages {
    private TarImages() {}

    /// How an entry's bytes are had.
    interface Reader {
        byte[] bytes(TarEntry entry) throws IOException;
    }

    /// @param archive the archive's name, with which the images' names begin
    static List<ImageSource> of(String archive, List<TarEntry> entries, Reader reader) {
        return entries.stream()
                .filter(entry -> SourceFile.isImageName(entry.name()))
                .<ImageSource>map(entry ->
                        new PackedImage(
                                archive + "/" + entry.name(),
                                () -> new ByteArrayInputStream(reader.bytes(entry))))
                .toList();
    }
}
