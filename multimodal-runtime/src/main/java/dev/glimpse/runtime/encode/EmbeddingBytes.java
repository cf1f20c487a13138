package dev.glimpse.runtime.encode;

import dev.glimpse.vision.DecoderPositions;
import dev.glimpse.vision.EmbeddingGrid;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageEmbedding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.CRC32C;

/// An embedding as the bytes of a cache file, big-endian:
///
/// magic `GLIMPSEE`, version, key (64 characters), length and CRC-32C of what follows; then the
/// number of parts, and each: 0, tokens; or 1, rows, width, causal, floats, positions or none, grid
/// or none.
final class EmbeddingBytes {
    private static final long MAGIC = 0x474c494d50534545L;
    private static final int VERSION = 2;
    private static final int KEY_CHARS = 64;
    private static final int HEADER = Long.BYTES + Integer.BYTES + KEY_CHARS + 2 * Integer.BYTES;

    /// More parts or tokens than any image has: what is larger is no length.
    private static final int MOST = 1 << 24;

    private EmbeddingBytes() {}

    static byte[] write(ImageKey key, EncodedImage image) {
        byte[] body = body(image);
        ByteBuffer file = ByteBuffer.allocate(HEADER + body.length);
        file.putLong(MAGIC).putInt(VERSION);
        for (int i = 0; i < KEY_CHARS; i++) {
            file.put((byte) key.digest().charAt(i));
        }
        return file.putInt(body.length).putInt(checksum(body, 0)).put(body).array();
    }

    /// Reads a file's bytes.
    ///
    /// @throws IOException if they are no embedding of this key, of another version, or damaged
    static EncodedImage read(ImageKey key, byte[] bytes) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || file.getLong() != MAGIC || file.getInt() != VERSION) {
            throw new InvalidObjectException("no embedding of version " + VERSION);
        }
        for (int i = 0; i < KEY_CHARS; i++) {
            if (file.get() != (byte) key.digest().charAt(i)) {
                throw new InvalidObjectException("of another image");
            }
        }
        int length = file.getInt();
        int checksum = file.getInt();
        if (length != bytes.length - HEADER || checksum != checksum(bytes, HEADER)) {
            throw new InvalidObjectException("cut off or changed");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes, HEADER, length))) {
            return readImage(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static int checksum(byte[] bytes, int from) {
        var crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }

    private static byte[] body(EncodedImage image) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(image.parts().size());
            for (EncodedPart part : image.parts()) {
                switch (part) {
                    case EncodedPart.Markers markers -> {
                        out.writeByte(0);
                        out.writeInt(markers.tokens().size());
                        for (int token : markers.tokens()) {
                            out.writeInt(token);
                        }
                    }
                    case EncodedPart.Embedding embedding -> {
                        out.writeByte(1);
                        write(embedding.image(), out);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void write(ImageEmbedding image, DataOutputStream out) throws IOException {
        out.writeInt(image.rows());
        out.writeInt(image.width());
        out.writeBoolean(image.causal());
        var values = new float[image.rows() * image.width()];
        image.copyTo(values, 0);
        ByteBuffer floats = ByteBuffer.allocate(values.length * Float.BYTES);
        floats.asFloatBuffer().put(values);
        out.write(floats.array());
        out.writeBoolean(image.positions().isPresent());
        if (image.positions().isPresent()) {
            DecoderPositions positions = image.positions().get();
            for (int row = 0; row < image.rows(); row++) {
                out.writeInt(positions.temporal(row));
                out.writeInt(positions.vertical(row));
                out.writeInt(positions.horizontal(row));
            }
            out.writeInt(positions.span());
        }
        out.writeBoolean(image.grid().isPresent());
        if (image.grid().isPresent()) {
            out.writeInt(image.grid().get().lines());
            out.writeInt(image.grid().get().columns());
        }
    }

    private static EncodedImage readImage(DataInputStream in) throws IOException {
        int count = length(in);
        var parts = new ArrayList<EncodedPart>();
        for (int i = 0; i < count; i++) {
            parts.add(in.readByte() == 0 ? readMarkers(in) : readEmbedding(in));
        }
        return new EncodedImage(parts, Duration.ZERO, Duration.ZERO);
    }

    private static EncodedPart readMarkers(DataInputStream in) throws IOException {
        int count = length(in);
        var tokens = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            tokens.add(in.readInt());
        }
        return new EncodedPart.Markers(tokens);
    }

    private static EncodedPart readEmbedding(DataInputStream in) throws IOException {
        int rows = length(in);
        int width = length(in);
        boolean causal = in.readBoolean();
        var floats = new byte[length(in, (long) rows * width * Float.BYTES)];
        in.readFully(floats);
        var values = new float[rows * width];
        ByteBuffer.wrap(floats).asFloatBuffer().get(values);
        Optional<DecoderPositions> positions =
                in.readBoolean() ? Optional.of(readPositions(in, rows)) : Optional.empty();
        var embedding = new ImageEmbedding(rows, width, values, positions, causal);
        return new EncodedPart.Embedding(
                in.readBoolean()
                        ? embedding.withGrid(new EmbeddingGrid(in.readInt(), in.readInt()))
                        : embedding);
    }

    private static DecoderPositions readPositions(DataInputStream in, int rows) throws IOException {
        var temporal = new int[rows];
        var vertical = new int[rows];
        var horizontal = new int[rows];
        for (int row = 0; row < rows; row++) {
            temporal[row] = in.readInt();
            vertical[row] = in.readInt();
            horizontal[row] = in.readInt();
        }
        return new DecoderPositions(temporal, vertical, horizontal, in.readInt());
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw new InvalidObjectException(length + " is no length");
        }
        return length;
    }

    private static int length(DataInputStream in, long bytes) throws IOException {
        if (bytes > in.available()) {
            throw new InvalidObjectException("cut off");
        }
        return (int) bytes;
    }
}
