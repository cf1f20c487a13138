package dev.glimpse.runtime.disk;

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
import java.util.UUID;

/// Files in a folder, those used longest ago given up first.
///
/// A file is written beside its place, forced to disk and renamed into it, so that readers see it
/// whole or not at all. Several processes may share a folder. A folder that cannot be written costs
/// a warning and nothing else. Thread-safe.
public final class CacheFolder {
    private static final Logger LOGGER = System.getLogger(CacheFolder.class.getName());
    private static final String UNFINISHED = ".part";

    /// No file takes as long to write; an older one was left by a process that was killed.
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private final Path folder;
    private final String ending;
    private final long limit;

    /// @param ending of the files' names, with its dot
    /// @param limit bytes of all files of that ending together
    public CacheFolder(Path folder, String ending, long limit) {
        this.folder = folder;
        this.ending = ending;
        this.limit = limit;
    }

    /// A file that is there.
    ///
    /// @param name without the ending
    /// @param used when last
    public record Entry(String name, long bytes, FileTime used) {}

    /// Where a file is, or would be.
    public Path place(String name) {
        return folder.resolve(name + ending);
    }

    /// Whether a file of so many bytes may be there.
    public boolean holds(long bytes) {
        return bytes <= limit;
    }

    /// Says that a file was of use. It was, even where this fails: in a folder that may only be
    /// read, or where another process has just made room.
    public void markUsed(String name) {
        try {
            Files.setLastModifiedTime(place(name), FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "not marked as used: {0}", e.toString());
        }
    }

    /// Writes a file, and makes room for it.
    ///
    /// @param pieces its bytes, one behind the other
    /// @return whether it is there
    public boolean put(String name, List<ByteBuffer> pieces) {
        long bytes = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        if (!holds(bytes)) {
            return false;
        }
        Path temporary = folder.resolve(name + "." + UUID.randomUUID() + UNFINISHED);
        try {
            Files.createDirectories(folder);
            write(temporary, pieces);
            Files.move(
                    temporary,
                    place(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            makeRoom();
            return true;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} keeps nothing: {1}", folder, e.toString());
            delete(temporary);
            return false;
        }
    }

    private static void write(Path file, List<ByteBuffer> pieces) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer piece : pieces) {
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
            }
            channel.force(true);
        }
    }

    private void makeRoom() throws IOException {
        FileTime abandoned = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        list(UNFINISHED).stream()
                .filter(entry -> entry.used.compareTo(abandoned) < 0)
                .forEach(entry -> delete(folder.resolve(entry.name + UNFINISHED)));
        List<Entry> entries = entries();
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            if (bytes <= limit) {
                return;
            }
            delete(entry.name);
            bytes -= entry.bytes;
        }
    }

    /// The files that are there now.
    public List<Entry> entries() throws IOException {
        return list(ending);
    }

    private List<Entry> list(String end) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var files = Files.newDirectoryStream(folder, "*" + end)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                try {
                    entries.add(
                            new Entry(
                                    name.substring(0, name.length() - end.length()),
                                    Files.size(file),
                                    Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException e) {
                    LOGGER.log(Level.DEBUG, "deleted by another process", e);
                }
            }
        }
        return entries;
    }

    /// Deletes a file that is of no use.
    ///
    /// @param why for the log
    public void discard(String name, String why) {
        LOGGER.log(Level.WARNING, "{0} is not used: {1}", place(name), why);
        delete(name);
    }

    /// Deletes a file if it is there.
    public void delete(String name) {
        delete(place(name));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} cannot be deleted: {1}", file, e.toString());
        }
    }
}
