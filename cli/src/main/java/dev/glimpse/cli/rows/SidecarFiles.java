package dev.glimpse.cli.rows;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.rows.CaptionRow.Captioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/// A `.txt` beside each image, `cat.txt` for `cat.jpg`, with its answers, one a line. The rows go
/// to a JSONL file first, errors among them; from it a later run knows which are done, and writes
/// those again whose `.txt` is missing.
public final class SidecarFiles implements RowOutput {
    private static final String ENDING = ".txt";

    private final RowFile rows;

    private SidecarFiles(RowFile rows) {
        this.rows = rows;
    }

    /// Opens the file of rows.
    ///
    /// @param questions as the user wrote them; empty for a caption
    /// @throws CommandException if two images would share a `.txt`, or one is there that no row
    ///   tells of
    /// @see RowFile#open
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned output closes it
    public static SidecarFiles open(
            Path file, List<String> questions, Beginning beginning, Consumer<CaptionRow> earlier) {
        refuseShared(beginning.images());
        var known = new HashSet<String>();
        Consumer<CaptionRow> noting =
                row -> {
                    known.add(row.image());
                    repair(row);
                    earlier.accept(row);
                };
        RowFile rows = RowFile.open(file, new JsonRows(questions), beginning, noting);
        try {
            if (beginning.resume()) {
                beginning.images().stream()
                        .filter(name -> !known.contains(name))
                        .forEach(SidecarFiles::refuseForeign);
            }
            return new SidecarFiles(rows);
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private static void refuseShared(List<String> images) {
        var owners = new HashMap<Path, String>();
        for (String image : images) {
            if (!Files.exists(Path.of(image))) {
                throw CommandException.badInput(
                        image
                                + " is no file that a .txt could lie beside; choose another"
                                + " --format");
            }
            String other = owners.putIfAbsent(sidecar(image), image);
            if (other != null) {
                throw CommandException.badInput(
                        other
                                + " and "
                                + image
                                + " would share "
                                + sidecar(image)
                                + "; rename one, or choose another --format");
            }
        }
    }

    private static void refuseForeign(String image) {
        if (Files.exists(sidecar(image))) {
            throw CommandException.badInput(
                    sidecar(image)
                            + " is there already and is not of this run; move it away, or"
                            + " overwrite such files with --no-resume");
        }
    }

    /// The text's file.
    private static Path sidecar(String image) {
        Path path = Path.of(image);
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        return path.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ENDING);
    }

    private static void repair(CaptionRow row) {
        if (!Files.exists(sidecar(row.image()))) {
            writeText(row);
        }
    }

    @Override
    public void write(CaptionRow row) {
        rows.write(row);
        writeText(row);
    }

    private static void writeText(CaptionRow row) {
        if (!(row.outcome() instanceof Captioned captioned)) {
            return;
        }
        Path file = sidecar(row.image());
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.writeString(unfinished, String.join("\n", captioned.answers()) + "\n");
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.failure(file + " cannot be written: " + e, e);
        }
    }

    @Override
    public void finish() {
        rows.finish();
    }

    @Override
    public void close() {
        rows.close();
    }
}
