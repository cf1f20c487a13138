package dev.glimpse.runtime.encode;

import dev.glimpse.vision.EncodedImage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Embeddings in a folder, a file each, those used longest ago given up first.
///
/// A file is written beside its place, forced to disk and renamed into it, so that readers see it
/// whole or not at all; what is read is checked, and what does not pass is deleted. Several
/// processes may share a folder. A folder that cannot be written costs a warning and no answer.
/// Thread-safe.
final class EmbeddingFolder {
    private static final Logger LOGGER = System.getLogger(EmbeddingFolder.class.getName());
    private static final String ENDING = ".embedding";
    private static final String UNFINISHED = ".part";

    /// No file takes as long to write; an older one was left by a process that was killed.
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private final Path folder;
    private final long limit;

    /// @param limit bytes
    EmbeddingFolder(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    private record Entry(Path file, long bytes, FileTime used) {}

    Optional<EncodedImage> find(ImageKey key) {
        Path file = place(key);
        try {
            byte[] bytes = Files.readAllBytes(file);
            EncodedImage image = EmbeddingBytes.read(key, bytes);
            markUsed(file);
            return Optional.of(image);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} is not used: {1}", file, e.getMessage());
            delete(file);
            return Optional.empty();
        }
    }

    /// What was read is good even where this fails: in a folder that may only be read, or where
    /// another process has just made room.
    private static void markUsed(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "not marked as used: {0}", e.toString());
        }
    }

    void put(ImageKey key, EncodedImage image) {
        byte[] bytes = EmbeddingBytes.write(key, image);
        if (bytes.length > limit) {
            return;
        }
        Path temporary = folder.resolve(key.digest() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            Files.createDirectories(folder);
            write(temporary, bytes);
            Files.move(
                    temporary,
                    place(key),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            makeRoom();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} keeps no embedding: {1}", folder, e.toString());
            delete(temporary);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private void makeRoom() throws IOException {
        FileTime abandoned = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        entries(UNFINISHED).stream()
                .filter(entry -> entry.used.compareTo(abandoned) < 0)
                .forEach(entry -> delete(entry.file));
        List<Entry> entries = entries(ENDING);
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            if (bytes <= limit) {
                return;
            }
            delete(entry.file);
            bytes -= entry.bytes;
        }
    }

    private List<Entry> entries(String ending) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var files = Files.newDirectoryStream(folder, "*" + ending)) {
            for (Path file : files) {
                try {
                    entries.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException e) {
                    LOGGER.log(Level.DEBUG, "deleted by another process", e);
                }
            }
        }
        return entries;
    }

    private Path place(ImageKey key) {
        return folder.resolve(key.digest() + ENDING);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} cannot be deleted: {1}", file, e.toString());
        }
    }
}
