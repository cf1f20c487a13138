package dev.glimpse.vision;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.bindings.library.NativeLibraries;
import dev.glimpse.vision.fault.EncoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells model files apart without reading gigabytes: SHA-256 over the llama.cpp version, the
/// file's length, its whole header, and a block from the middle of each tensor. Training a tensor
/// changes its middle.
public final class FileFingerprint {
    private static final int BLOCK_BYTES = 4096;

    private FileFingerprint() {}

    /// The fingerprint in hexadecimal digits.
    ///
    /// @throws EncoderException if the file cannot be read
    public static String of(GgufFile file) {
        try (var channel = FileChannel.open(file.path())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(NativeLibraries.load().commit().getBytes(StandardCharsets.US_ASCII));
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(channel.size()).flip());
            add(channel, 0, file.dataOffset(), digest);
            for (TensorInfo tensor : file.tensors()) {
                long length = Math.min(BLOCK_BYTES, tensor.bytes());
                long middle = tensor.offset() + (tensor.bytes() - length) / 2;
                add(channel, file.dataOffset() + middle, length, digest);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new EncoderException(file.path() + " cannot be read: " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void add(FileChannel channel, long from, long length, MessageDigest digest)
            throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        long at = from;
        while (at < from + length) {
            block.clear().limit((int) Math.min(block.capacity(), from + length - at));
            int read = channel.read(block, at);
            if (read < 0) {
                return;
            }
            digest.update(block.flip());
            at += read;
        }
    }
}
