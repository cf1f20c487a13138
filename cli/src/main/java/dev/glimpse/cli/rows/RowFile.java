package dev.glimpse.cli.rows;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A file that rows are added to, each by one write. Opening it finds the rows of earlier runs and
/// cuts off what one of them left unfinished when it was killed. While it is open, it is locked
/// against other processes.
public final class RowFile implements RowOutput {
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final RowFormat format;
    private final Beginning beginning;
    private FileChannel channel;

    private RowFile(Path file, FileChannel channel, RowFormat format, Beginning beginning) {
        this.file = file;
        this.channel = channel;
        this.format = format;
        this.beginning = beginning;
    }

    /// Opens the file to add rows, and makes it if there is none.
    ///
    /// @param earlier sees each of the rows that are there and stay, in their order
    /// @throws CommandException if it cannot be written, is being written by another process, holds
    ///   something else, or has rows of a run with other settings
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned file owns the channel
    public static RowFile open(
            Path file, RowFormat format, Beginning beginning, Consumer<CaptionRow> earlier) {
        try {
            FileChannel channel = openLocked(file);
            var opened = new RowFile(file, channel, format, beginning);
            try {
                opened.begin(earlier);
                return opened;
            } catch (RuntimeException | IOException | Error e) {
                opened.channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw CommandException.badInput(
                    "--out " + file + " cannot be opened to write: " + reason(e), e);
        }
    }

    private void begin(Consumer<CaptionRow> earlier) throws IOException {
        var settings = new RunSettingsFile(file);
        if (beginning.resume() && channel.size() > 0) {
            settings.require(beginning.settings());
            if (beginning.retryFailed()) {
                dropFailed();
            }
            truncate(read(earlier));
        } else {
            truncate(0);
        }
        settings.write(beginning.settings());
    }

    private void dropFailed() throws IOException {
        var rows = new ArrayList<CaptionRow>();
        read(rows::add);
        if (rows.removeIf(CaptionRow::failed)) {
            replace(rows);
        }
    }

    /// Rows of images that were tried again stand behind the others: brings all into the images'
    /// order. Those of images that this run does not have come first.
    private void restoreOrder() throws IOException {
        var byImage = new LinkedHashMap<String, CaptionRow>();
        read(row -> byImage.put(row.image(), row));
        var rows = new ArrayList<>(byImage.values());
        var ordered = new ArrayList<CaptionRow>();
        for (String image : beginning.images()) {
            CaptionRow row = byImage.remove(image);
            if (row != null) {
                ordered.add(row);
            }
        }
        ordered.addAll(0, byImage.values());
        if (!ordered.equals(rows)) {
            replace(ordered);
        }
    }

    /// Puts a file with these rows in the place of this one, in one step.
    @SuppressWarnings("MustBeClosed") // close() closes the channel
    private void replace(List<CaptionRow> rows) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (var writer = Files.newBufferedWriter(unfinished)) {
            if (!format.header().isEmpty()) {
                writer.write(format.header() + "\n");
            }
            for (CaptionRow row : rows) {
                writer.write(format.text(row) + "\n");
            }
        }
        try (var written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        FileChannel former = channel;
        channel = openLocked(file);
        channel.position(channel.size());
        former.close();
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller closes it
    private static FileChannel openLocked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, OPTIONS);
        try {
            lock(file, channel);
            return channel;
        } catch (RuntimeException | IOException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            locked = false;
        }
        if (!locked) {
            throw CommandException.badInput(
                    "--out "
                            + file
                            + " is being written by another process; wait for it or give another"
                            + " file");
        }
    }

    /// @return where the whole records end, in bytes
    private long read(Consumer<CaptionRow> rows) throws IOException {
        channel.position(0);
        // The stream is not closed: that would close the channel.
        InputStream stream =
                new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
        var records = new Records(stream, format.quotesLineBreaks());
        for (Optional<String> text = records.next(); text.isPresent(); text = records.next()) {
            boolean header = records.count() == 1 && !format.header().isEmpty();
            if (header) {
                requireHeader(text.get());
            } else {
                rows.accept(parse(text.get(), records.count()));
            }
        }
        return records.end();
    }

    private void requireHeader(String found) {
        if (!found.equals(format.header())) {
            throw foreign(1, "it does not name the columns " + format.header());
        }
    }

    private CaptionRow parse(String text, int number) {
        try {
            return format.parse(text);
        } catch (IllegalArgumentException e) {
            throw foreign(number, String.valueOf(e.getMessage()));
        }
    }

    private CommandException foreign(int number, String reason) {
        return CommandException.badInput(
                "--out "
                        + file
                        + ": record "
                        + number
                        + " is no row of this run: "
                        + reason
                        + "; give another file, or overwrite this one with --no-resume");
    }

    private void truncate(long end) throws IOException {
        channel.truncate(end);
        channel.position(end);
        if (end == 0 && !format.header().isEmpty()) {
            append(format.header());
        }
    }

    /// Passes on all rows of the file, those of this run and of earlier ones.
    void readAll(Consumer<CaptionRow> rows) throws IOException {
        channel.position(read(rows));
    }

    @Override
    public void write(CaptionRow row) {
        try {
            append(format.text(row));
        } catch (IOException e) {
            throw CommandException.failure(
                    "--out "
                            + file
                            + " cannot be written: "
                            + reason(e)
                            + "; once that is mended, the same command goes on from here",
                    e);
        }
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void finish() {
        try {
            if (beginning.retryFailed()) {
                restoreOrder();
            }
            channel.force(true);
        } catch (IOException e) {
            throw CommandException.failure(
                    "--out " + file + " cannot be written to its end: " + reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw CommandException.failure("--out " + file + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
