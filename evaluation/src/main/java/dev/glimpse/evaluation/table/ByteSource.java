package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a file from some place on, one at a time, counting. Confined to one thread.
final class ByteSource implements Closeable {
    /// What comes after the last byte.
    static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long bufferStart;

    private ByteSource(Path file, FileChannel channel, long start) {
        this.file = file;
        this.channel = channel;
        this.bufferStart = start;
    }

    static ByteSource open(Path file, long start) {
        try {
            var channel = FileChannel.open(file, StandardOpenOption.READ);
            return new ByteSource(file, channel.position(start), start);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Where the next byte lies, from the start of the file.
    long place() {
        return bufferStart + buffer.position();
    }

    /// The next byte as 0 to 255, or [#END].
    int next() {
        if (!buffer.hasRemaining() && !fill()) {
            return END;
        }
        return buffer.get() & 0xFF;
    }

    /// The byte that [#next()] will give.
    int peek() {
        if (!buffer.hasRemaining() && !fill()) {
            return END;
        }
        return buffer.get(buffer.position()) & 0xFF;
    }

    /// Moves bytes to a field up to the next one that is one of three, or as far as is read.
    ///
    /// @return whether the field had room
    boolean copyUntil(Utf8Field field, int first, int second, int third) {
        byte[] array = buffer.array();
        int from = buffer.position();
        int to = from;
        while (to < buffer.limit()
                && array[to] != first
                && array[to] != second
                && array[to] != third) {
            to++;
        }
        buffer.position(to);
        return field.add(array, from, to - from);
    }

    private boolean fill() {
        bufferStart += buffer.position();
        buffer.clear();
        try {
            boolean some = channel.read(buffer) > 0;
            buffer.flip();
            return some;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static DatasetException unreadable(Path file, IOException cause) {
        return new DatasetException(file + " cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
