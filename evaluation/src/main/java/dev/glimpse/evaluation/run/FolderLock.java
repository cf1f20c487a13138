package dev.glimpse.evaluation.run;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a run's folder to one process at a time: a lock that the system takes away when the
/// process ends.
///
/// It is on a file of its own, `answers.lock`, which stays where it is and is neither read nor
/// replaced: a lock on a file that another takes the place of would keep nobody out who opened the
/// former one, and closing a file that was read takes the locks on it away on some systems.
final class FolderLock implements AutoCloseable {
    private static final String FILE = "answers.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes it.
    ///
    /// @throws RunException if another process has it
    @MustBeClosed
    static FolderLock take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw new RunException(
                        folder + " is in use by another run; wait for it, or give another folder");
            }
            return new FolderLock(channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // this process has it
        }
    }

    /// Gives it back.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
