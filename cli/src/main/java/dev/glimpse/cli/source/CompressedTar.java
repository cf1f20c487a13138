package dev.glimpse.cli.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.answer.ImageFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tar archive within gzip, Zstandard or xz. It is decompressed twice: for its headers when it is
/// opened, and again while its images are read, which therefore goes quickly in their order alone.
/// Confined to one thread.
final class CompressedTar implements Archive {
    private static final int BUFFER_BYTES = 1 << 16;

    /// One byte more than an image may have tells that it is too large.
    private static final int MOST_BYTES = Math.toIntExact(ImageFiles.MAX_BYTES + 1);

    private final Path path;
    private final String name;
    private final Compression compression;
    private final List<TarEntry> entries;

    private @Nullable InputStream stream;
    private long position;

    private CompressedTar(Path path, String name, Compression compression, List<TarEntry> entries) {
        this.path = path;
        this.name = name;
        this.compression = compression;
        this.entries = entries;
    }

    /// @throws IOException if it is none
    @MustBeClosed
    static CompressedTar open(Path path, String name, Compression compression) throws IOException {
        try (var stream = decompressed(path, compression)) {
            return new CompressedTar(path, name, compression, new TarHeaders(stream).entries());
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned stream closes the file
    private static InputStream decompressed(Path path, Compression compression) throws IOException {
        InputStream file = Files.newInputStream(path);
        try {
            return new BufferedInputStream(compression.decompress(file), BUFFER_BYTES);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    @Override
    public List<ImageSource> images() {
        return TarImages.of(name, entries, this::bytes);
    }

    @SuppressWarnings("MustBeClosed") // close() closes it
    private byte[] bytes(TarEntry entry) throws IOException {
        if (stream == null || position > entry.start()) {
            close();
            stream = decompressed(path, compression);
        }
        stream.skipNBytes(entry.start() - position);
        byte[] bytes = stream.readNBytes((int) Math.min(entry.bytes(), MOST_BYTES));
        position = entry.start() + bytes.length;
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
            stream = null;
        }
        position = 0;
    }
}
