package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.NumberFormat;
import dev.glimpse.bindings.ggml.Tensor;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.vision.fault.EncoderException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/// Reads weights from a file into allocated tensors, one after the other through one buffer: the
/// file is never in memory as a whole.
final class WeightReader {
    private final GgufFile file;

    /// A weight to be read.
    ///
    /// @param target has memory
    record Order(StoredMatrix matrix, Tensor target) {}

    WeightReader(GgufFile file) {
        this.file = file;
    }

    /// Reads all of them.
    ///
    /// @throws EncoderException if the file cannot be read, or became shorter
    void read(List<Order> orders) {
        long largest =
                orders.stream().mapToLong(order -> order.matrix().source().bytes()).max().orElse(0);
        try (var channel = FileChannel.open(file.path());
                var arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(largest, 64);
            for (Order order : orders) {
                MemorySegment stored = read(channel, order.matrix().source(), buffer);
                try (var scratch = Arena.ofConfined()) {
                    order.target().set(order.matrix().convert(stored, scratch));
                }
            }
        } catch (IOException e) {
            throw new EncoderException(file.path() + " cannot be read: " + e, e);
        }
    }

    /// The root of the mean square of a tensor's numbers.
    ///
    /// @throws EncoderException if the file cannot be read, or became shorter
    double rootMeanSquare(TensorInfo tensor) {
        try (var channel = FileChannel.open(file.path());
                var arena = Arena.ofConfined()) {
            MemorySegment stored = read(channel, tensor, arena.allocate(tensor.bytes(), 64));
            long count = tensor.elements();
            MemorySegment floats = arena.allocate(ValueLayout.JAVA_FLOAT, count);
            NumberFormat.toFloats(tensor.type(), stored, floats, count);
            double squares = 0;
            for (long i = 0; i < count; i++) {
                double number = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                squares += number * number;
            }
            return Math.sqrt(squares / count);
        } catch (IOException e) {
            throw new EncoderException(file.path() + " cannot be read: " + e, e);
        }
    }

    private MemorySegment read(FileChannel channel, TensorInfo tensor, MemorySegment buffer)
            throws IOException {
        MemorySegment target = buffer.asSlice(0, tensor.bytes());
        ByteBuffer bytes = target.asByteBuffer();
        long position = file.dataOffset() + tensor.offset();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EncoderException(
                        file.path() + " ends in the middle of " + tensor.name() + "; it changed");
            }
        }
        return target;
    }
}
