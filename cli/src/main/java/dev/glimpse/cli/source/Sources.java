package dev.glimpse.cli.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Gathers images in the order of the arguments; within a folder or a glob, in the order of their
/// names, within an archive in its own. One that is met twice counts where it came first.
///
/// Archives stay open, so that their images can be read, until this is closed.
public final class Sources implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";
    private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(zip|tar)");
    private static final Pattern COMPRESSED = Pattern.compile("(?i).*\\.tar\\.\\w+");

    private final TableColumns columns;
    private final Map<String, ImageSource> found = new LinkedHashMap<>();
    private final List<Archive> archives = new ArrayList<>();

    /// @param columns where tables have their images
    public Sources(TableColumns columns) {
        this.columns = columns;
    }

    /// Adds what a user wrote: a file, a folder with all below it, a zip or tar archive, a table,
    /// or a glob.
    ///
    /// @throws CommandException if there is nothing of that name
    public void addArgument(String argument) {
        if (argument.equals(STANDARD_INPUT)) {
            throw CommandException.badInput(
                    "- is no image here; names come from standard input with --list -");
        }
        if (Glob.isGlob(argument) && !exists(argument)) {
            Glob.files(argument).forEach(this::addFile);
        } else if (exists(argument)) {
            addPath(Path.of(argument));
        } else {
            throw CommandException.badInput(argument + " does not exist; check the path");
        }
    }

    /// Adds a line of a list: a file, a folder or an archive. What does not exist becomes a row
    /// that says so.
    public void addListed(String line) {
        Path path;
        try {
            path = Path.of(line);
        } catch (InvalidPathException e) {
            add(new BadName(line, e.getReason()));
            return;
        }
        addPath(path);
    }

    /// What was added.
    public List<ImageSource> images() {
        return List.copyOf(found.values());
    }

    private void addPath(Path path) {
        if (Files.isDirectory(path)) {
            Folder.images(path).forEach(this::addFile);
        } else {
            addFile(path);
        }
    }

    private void addFile(Path file) {
        SourceFile source = SourceFile.of(file);
        if (!Files.isRegularFile(file)) {
            add(source);
        } else if (isArchive(source)) {
            addArchive(source);
        } else if (TableImages.isTable(source.name())) {
            TableImages.of(file, source.name(), columns).forEach(this::add);
        } else {
            add(source);
        }
    }

    private static boolean isArchive(SourceFile source) {
        boolean known =
                ARCHIVE.matcher(source.name()).matches()
                        || Compression.of(source.name()).isPresent();
        if (!known && COMPRESSED.matcher(source.name()).matches()) {
            throw CommandException.badInput(
                    "archive "
                            + source.name()
                            + " is compressed by something unknown; there are .tar.gz, .tar.zst"
                            + " and .tar.xz");
        }
        return known;
    }

    @SuppressWarnings("MustBeClosed") // close() closes them
    private void addArchive(SourceFile source) {
        try {
            Archive archive = open(source);
            archives.add(archive);
            archive.images().forEach(this::add);
        } catch (IOException e) {
            throw CommandException.badInput(
                    "archive " + source.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // closed with the others
    private static Archive open(SourceFile source) throws IOException {
        Optional<Compression> compression = Compression.of(source.name());
        if (compression.isPresent()) {
            return CompressedTar.open(source.file(), source.name(), compression.get());
        }
        boolean zip = source.name().toLowerCase(Locale.ROOT).endsWith(".zip");
        return zip
                ? ZipArchive.open(source.file(), source.name())
                : TarArchive.open(source.file(), source.name());
    }

    @Override
    public void close() {
        for (Archive archive : archives) {
            try {
                archive.close();
            } catch (IOException e) {
                throw CommandException.failure("an archive cannot be closed: " + e, e);
            }
        }
        archives.clear();
    }

    private void add(ImageSource source) {
        ImageSource former = found.putIfAbsent(source.name(), source);
        if (former instanceof SourceFile one
                && source instanceof SourceFile other
                && !one.isSameAs(other)) {
            throw CommandException.badInput(
                    "two images would both be known as "
                            + source.name()
                            + ": "
                            + one.file().toUri()
                            + " and "
                            + other.file().toUri()
                            + "; rename one");
        }
    }

    private static boolean exists(String argument) {
        try {
            return Files.exists(Path.of(argument));
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
