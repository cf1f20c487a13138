package dev.glimpse.cli.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.answer.ImageFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// A tar archive that is not compressed. Its headers are read when it is opened, its images where
/// they lie.
final class TarArchive implements Archive {
    /// One byte more than an image may have tells that it is too large.
    private static final long MOST_BYTES = ImageFiles.MAX_BYTES + 1;

    private final FileChannel channel;
    private final String name;
    private final List<TarEntry> entries;

    private TarArchive(FileChannel channel, String name, List<TarEntry> entries) {
        this.channel = channel;
        this.name = name;
        this.entries = entries;
    }

    /// @throws IOException if it is none
    @MustBeClosed
    static TarArchive open(Path path, String name) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            return new TarArchive(channel, name, entries(channel));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static List<TarEntry> entries(FileChannel channel) throws IOException {
        // The stream is not closed: that would close the channel.
        return new TarHeaders(Channels.newInputStream(channel)).entries();
    }

    @Override
    public List<ImageSource> images() {
        return TarImages.of(name, entries, this::bytes);
    }

    private byte[] bytes(TarEntry entry) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(entry.bytes(), MOST_BYTES));
        long at = entry.start();
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new EOFException("it is cut off at byte " + at);
            }
            at += count;
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
