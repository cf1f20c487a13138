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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final FileChannel channel;
    private final RowFormat format;

    private RowFile(Path file, FileChannel channel, RowFormat format) {
        this.file = file;
        this.channel = channel;
        this.format = format;
    }

    /// Opens the file to add rows, and makes it if there is none.
    ///
    /// @param resume whether to go on after the rows that are there; else they are dropped
    /// @param earlier sees each of the rows that are there, in their order
    /// @throws CommandException if it cannot be written, is being written by another process, or
    ///   holds something else
    @MustBeClosed
    public static RowFile open(
            Path file, RowFormat format, boolean resume, Consumer<CaptionRow> earlier) {
        try {
            FileChannel channel = FileChannel.open(file, OPTIONS);
            try {
                lock(file, channel);
                var opened = new RowFile(file, channel, format);
                opened.truncate(resume ? opened.read(earlier) : 0);
                return opened;
            } catch (RuntimeException | IOException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw CommandException.badInput(
                    "--out " + file + " cannot be opened to write: " + reason(e), e);
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
