package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.decode.SavedPrefixes.Saved;
import dev.glimpse.runtime.disk.CacheFolder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Saved prefixes in a folder, a file each, for this process and later ones; see [CacheFolder].
///
/// What there is, is known in memory ([StoredPrefixes]), so that a prompt is compared with it
/// without reading. Reading and writing have a thread each, never the one that computes; what is
/// read is checked whole before anybody sees it, and what does not pass is deleted. Files of other
/// models, settings or forms have other names, and are left. Thread-safe.
public final class PrefixFolder implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(PrefixFolder.class.getName());
    private static final int IDENTITY_IN_NAMES = 16;
    private static final int CLOSING_SECONDS = 10;

    /// Bytes that may wait to be written; what comes then is not kept.
    private static final long MAX_WAITING = 256L << 20;

    private final CacheFolder files;
    private final Path folder;
    private final String identity;
    private final StoredPrefixes stored = new StoredPrefixes();
    private final ExecutorService reader = thread("glimpse-prefix-read");
    private final ExecutorService writer = thread("glimpse-prefix-write");

    /// Names of files that could not be read, or not be put back.
    private final Set<String> unusable = ConcurrentHashMap.newKeySet();

    /// Held while the folder is listed; guards `listed`.
    private final ReentrantLock listing = new ReentrantLock();

    private FileTime listed = FileTime.fromMillis(0);

    private PrefixFolder(Path folder, long limit, String identity) {
        this.folder = folder;
        this.identity = identity;
        files = new CacheFolder(folder, ".prefix", limit);
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Opens a folder, which is made for its owner alone if there is none.
    ///
    /// @param options that name one
    /// @param settings model, types, whatever a state depends on
    /// @throws IOException if there is none and none can be made
    @MustBeClosed
    public static PrefixFolder open(SavedPrefixOptions options, String settings)
            throws IOException {
        Path folder = options.folder().orElseThrow();
        if (!Files.isDirectory(folder)) {
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            var owner = PosixFilePermissions.fromString("rwx------");
            if (posix) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(owner));
            } else {
                Files.createDirectories(folder);
            }
        }
        var opened = new PrefixFolder(folder, options.folderBytes(), PrefixFile.identity(settings));
        opened.refresh();
        return opened;
    }

    /// Looks what other processes have brought or taken away, if the folder has changed. Reads; not
    /// on the decode thread.
    public void refresh() {
        if (!listing.tryLock()) {
            return; // another thread is at it
        }
        try {
            FileTime changed = Files.getLastModifiedTime(folder);
            if (!changed.equals(listed)) {
                listed = changed;
                list();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "{0} cannot be listed: {1}", folder, e.toString());
        } finally {
            listing.unlock();
        }
    }

    private void list() throws IOException {
        var found = new HashSet<String>();
        for (CacheFolder.Entry entry : files.entries()) {
            String name = entry.name();
            if (name.startsWith(names())
                    && (stored.has(name) || (!unusable.contains(name) && learn(entry)))) {
                found.add(name);
            }
        }
        stored.retain(found);
    }

    private boolean learn(CacheFolder.Entry entry) {
        try {
            List<RowKey> keys = PrefixFile.readKeys(files.place(entry.name()), identity);
            stored.add(new Stored(entry.name(), RowNumbers.of(keys), entry.bytes()));
            return true;
        } catch (IOException e) {
            giveUp(entry.name(), e);
            return false;
        }
    }

    /// What is damaged is deleted; what cannot be read now is left, perhaps for others.
    private void giveUp(String name, IOException reason) {
        switch (reason) {
            case NoSuchFileException _ -> {} // another process made room
            case InvalidObjectException _, EOFException _ ->
                    files.discard(name, String.valueOf(reason.getMessage()));
            default -> {
                unusable.add(name);
                LOGGER.log(Level.WARNING, "{0}: {1}", files.place(name), reason.toString());
            }
        }
    }

    /// What names of files begin with whose states fit.
    private String names() {
        return identity.substring(0, IDENTITY_IN_NAMES) + "-";
    }

    /// The one that has most in common with a prompt, if there is one that it can begin with and
    /// that has more than `ready` rows and [Points#WORTH_KEEPING] of it. Reads nothing.
    Optional<Stored> find(PromptRows prompt, int ready, Sharing sharing) {
        return stored.find(prompt, ready, sharing);
    }

    /// Reads one, on the thread for that.
    ///
    /// @param told once it is read, on that thread
    /// @return nothing in it if it is gone or damaged; it is not found again then
    CompletableFuture<Optional<Saved>> read(Stored wanted, Runnable told) {
        CompletableFuture<Optional<Saved>> reading =
                CompletableFuture.supplyAsync(() -> readNow(wanted), reader);
        var _ = reading.whenComplete((_, _) -> told.run());
        return reading;
    }

    private Optional<Saved> readNow(Stored wanted) {
        try {
            Saved saved = PrefixFile.read(files.place(wanted.name()), identity);
            files.markUsed(wanted.name());
            return Optional.of(saved);
        } catch (IOException e) {
            stored.remove(wanted);
            giveUp(wanted.name(), e);
            return Optional.empty();
        }
    }

    /// Says that one that was read could not be put back; this process tries it no more.
    void leave(Stored wanted) {
        unusable.add(wanted.name());
        stored.remove(wanted);
    }

    /// Says that one was put back.
    void restored() {
        stored.countRestored();
    }

    /// Whether one is there, or will be soon, beside which rows are hardly worth keeping; it counts
    /// as used then.
    boolean keeps(RowNumbers rows, Sharing sharing) {
        Optional<Stored> serving = stored.serving(rows, sharing);
        serving.ifPresent(one -> writer.execute(() -> files.markUsed(one.name())));
        return serving.isPresent();
    }

    /// Whether a state of so many bytes may be kept, and there is time to write it.
    boolean takes(long bytes) {
        return files.holds(bytes) && stored.waitingBytes() + bytes <= MAX_WAITING;
    }

    /// Keeps a sequence's state, written on the thread for that.
    ///
    /// @param rows the numbers of its keys
    /// @return done when it is written, or cannot be
    CompletableFuture<Void> write(
            List<RowKey> keys, RowNumbers rows, byte[] state, Sharing sharing) {
        byte[] head = PrefixFile.head(identity, keys);
        String name = names() + PrefixFile.name(head);
        var written = new Stored(name, rows, (long) head.length + state.length);
        stored.await(written);
        return CompletableFuture.runAsync(
                () -> {
                    boolean there = files.put(name, PrefixFile.pieces(head, state));
                    unusable.remove(name);
                    stored.written(written, there, sharing)
                            .forEach(served -> files.delete(served.name()));
                    refresh(); // what made room is gone
                },
                writer);
    }

    /// What there is, and how often it was of use.
    PrefixStatistics.Saved statistics() {
        return stored.statistics();
    }

    /// Waits for what is being written. Idempotent.
    @Override
    public void close() {
        reader.shutdown(); // not interrupted: that would close the file under it
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.log(Level.WARNING, "{0} takes too long to write; not all is kept", folder);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
