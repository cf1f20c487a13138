package dev.glimpse.cli.rows;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/// A file that cannot be added to row by row. Rows are kept as JSONL in a file beside it, from
/// which it is made when all are there, in one step.
public final class WholeFile implements RowOutput {
    private final Path file;
    private final Form form;
    private final RowFile rows;

    /// How such a file is made of its rows.
    public interface Form {
        /// Writes all of it.
        ///
        /// @param stream stays the caller's
        /// @param rows to be read as often as need be
        void write(OutputStream stream, AllRows rows) throws IOException;
    }

    /// All rows there are, in their order.
    public interface AllRows {
        void forEach(Consumer<CaptionRow> each) throws IOException;
    }

    private WholeFile(Path file, Form form, RowFile rows) {
        this.file = file;
        this.form = form;
        this.rows = rows;
    }

    /// Opens the file of rows, `captions.json.rows.jsonl` for `captions.json`.
    ///
    /// @param questions as the user wrote them; empty for a caption
    /// @see RowFile#open
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned output closes it
    public static WholeFile open(
            Path file,
            Form form,
            List<String> questions,
            Beginning beginning,
            Consumer<CaptionRow> earlier) {
        Path beside = file.resolveSibling(file.getFileName() + ".rows.jsonl");
        return new WholeFile(
                file, form, RowFile.open(beside, new JsonRows(questions), beginning, earlier));
    }

    @Override
    public void write(CaptionRow row) {
        rows.write(row);
    }

    @Override
    public void finish() {
        rows.finish();
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            try (var stream = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
                form.write(stream, rows::readAll);
            }
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException | JacksonException e) {
            throw CommandException.failure(
                    "--out " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
