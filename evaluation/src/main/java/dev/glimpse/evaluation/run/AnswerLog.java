package dev.glimpse.evaluation.run;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The file of a run's answers: a row a line, appended, each on disk before the next. Only
/// forgetting failures replaces the file.
///
/// A process that is killed while it writes leaves a line without its end; that line is cut off
/// when the file is opened again, and its question asked again. One process has the file at a time
/// (`FolderLock`). Thread-safe by its own lock, held while writing.
final class AnswerLog implements AutoCloseable {
    private final Path file;
    private final FolderLock lock;
    private FileChannel channel;
    private final Map<String, AnswerRow> rows;

    private AnswerLog(
            Path file, FolderLock lock, FileChannel channel, Map<String, AnswerRow> rows) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
        this.rows = rows;
    }

    /// Opens the file, makes it if it is not there.
    ///
    /// @param folder has the file
    /// @throws RunException if another process has it, or a complete line is no row
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned log owns the lock
    static AnswerLog open(Path folder, String name) {
        Path file = folder.resolve(name);
        try {
            FolderLock lock = FolderLock.take(folder);
            try {
                return open(file, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    @MustBeClosed
    private static AnswerLog open(Path file, FolderLock lock) throws IOException {
        FileChannel channel = channel(file);
        try {
            return new AnswerLog(file, lock, channel, parse(file, completeLines(channel)));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /// The rows of a file that nobody need have open.
    static List<AnswerRow> read(Path file) {
        try {
            String text = Files.readString(file);
            String complete = text.substring(0, text.lastIndexOf('\n') + 1);
            return List.copyOf(parse(file, complete).values());
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    /// Drops rows without an answer, so that they are asked again. A new file takes the place of
    /// the old one in one step.
    synchronized void forgetFailures() {
        if (rows.values().stream().noneMatch(AnswerRow::failed)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh); // of a process that was killed here
            FileChannel next = channel(fresh);
            try {
                rows.values().removeIf(AnswerRow::failed);
                for (AnswerRow row : rows.values()) {
                    write(next, row);
                }
                next.force(true);
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                FileChannel former = channel;
                channel = next;
                former.close();
            } catch (IOException | RuntimeException | Error e) {
                next.close();
                throw e;
            }
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// All lines that end, and the channel after the last of them with the rest cut off.
    private static String completeLines(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {
            // A read may give less than what is left.
        }
        int end = bytes.position();
        while (end > 0 && bytes.get(end - 1) != '\n') {
            end--;
        }
        channel.truncate(end);
        channel.position(end);
        return new String(bytes.array(), 0, end, StandardCharsets.UTF_8);
    }

    private static Map<String, AnswerRow> parse(Path file, String text) {
        var rows = new LinkedHashMap<String, AnswerRow>();
        List<String> lines = text.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            String where = file + ":" + (line + 1);
            AnswerRow row = AnswerRowJson.read(lines.get(line), where);
            if (rows.putIfAbsent(row.index(), row) != null) {
                throw new RunException(where + ": index " + row.index() + " is there twice");
            }
        }
        return rows;
    }

    /// The rows so far, in the order in which they came.
    synchronized Collection<AnswerRow> rows() {
        return List.copyOf(rows.values());
    }

    /// Adds a row; it is on disk when this returns.
    ///
    /// @throws IllegalStateException if its question has one
    synchronized void append(AnswerRow row) {
        if (rows.containsKey(row.index())) {
            throw new IllegalStateException("question " + row.index() + " has a row already");
        }
        try {
            write(channel, row);
            channel.force(false);
        } catch (IOException e) {
            throw broken(file, e);
        }
        rows.put(row.index(), row);
    }

    private static void write(FileChannel channel, AnswerRow row) throws IOException {
        byte[] line = (AnswerRowJson.write(row) + "\n").getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static RunException broken(Path file, IOException cause) {
        return new RunException(file + " cannot be read or written: " + cause.getMessage(), cause);
    }

    @Override
    public synchronized void close() {
        try (lock) {
            channel.close();
        } catch (IOException e) {
            throw broken(file, e);
        }
    }
}
