package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.decode.SavedPrefixes.Saved;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.zip.CRC32C;

/// A saved sequence as the bytes of a file, big-endian:
///
/// magic `GLIMPSES`; SHA-256 of all that follows; length of the head and its CRC-32C; the head; the
/// state. The head: what the state fits (64 characters); the number of images, and each one's
/// digest; the number of rows, and each one's token or -1, image or -1, and place. A head can be
/// read alone.
final class PrefixFile {
    /// Of the form; another one is another [#identity].
    private static final int VERSION = 1;

    private static final long MAGIC = 0x474c494d50534553L;
    private static final int SHA_BYTES = 32;
    private static final int FRONT = Long.BYTES + SHA_BYTES + 2 * Integer.BYTES;
    private static final int IDENTITY_CHARS = 64;
    private static final int ROW_BYTES = 6 * Integer.BYTES;
    private static final int MAX_HEAD = 1 << 28;
    private static final int NAME_CHARS = 32;
    private static final int PIECE = 1 << 18;

    private PrefixFile() {}

    /// What files of this form are known by, of what their states fit.
    ///
    /// @param text model, types, whatever a state depends on
    static String identity(String text) {
        var bytes = ("form " + VERSION + "\n" + text).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha().digest(bytes));
    }

    /// The rows of a sequence as a file's head.
    static byte[] head(String identity, List<RowKey> keys) {
        var images = new LinkedHashSet<String>();
        keys.forEach(key -> images.add(key.image()));
        images.remove("");
        List<String> digests = List.copyOf(images);
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(identity.getBytes(StandardCharsets.US_ASCII));
            out.writeInt(digests.size());
            for (String digest : digests) {
                out.writeUTF(digest);
            }
            out.writeInt(keys.size());
            for (RowKey key : keys) {
                out.writeInt(key.token());
                out.writeInt(digests.indexOf(key.image()));
                out.writeInt(key.place().order());
                out.writeInt(key.place().y());
                out.writeInt(key.place().x());
                out.writeInt(key.place().other());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    /// A name for a head, which no other has.
    static String name(byte[] head) {
        return HexFormat.of().formatHex(sha().digest(head)).substring(0, NAME_CHARS);
    }

    /// A file's bytes, in pieces.
    static List<ByteBuffer> pieces(byte[] head, byte[] state) {
        ByteBuffer behind = ByteBuffer.allocate(2 * Integer.BYTES);
        behind.putInt(head.length).putInt(checksum(head)).flip();
        MessageDigest sha = sha();
        sha.update(behind.array());
        sha.update(head);
        sha.update(state);
        ByteBuffer front = ByteBuffer.allocate(FRONT);
        front.putLong(MAGIC).put(sha.digest()).put(behind).flip();
        return List.of(front, ByteBuffer.wrap(head), ByteBuffer.wrap(state));
    }

    /// Reads a file's rows without its state.
    ///
    /// @throws IOException if it cannot be read, is none of this identity, or its head is damaged
    static List<RowKey> readKeys(Path file, String identity) throws IOException {
        try (var channel = FileChannel.open(file)) {
            return keys(ByteBuffer.wrap(readHead(channel, readFront(channel))), identity);
        }
    }

    /// Reads a file.
    ///
    /// @throws IOException if it cannot be read, is none of this identity, or is damaged anywhere
    static Saved read(Path file, String identity) throws IOException {
        try (var channel = FileChannel.open(file)) {
            Front front = readFront(channel);
            byte[] head = readHead(channel, front);
            long size = channel.size() - channel.position();
            if (size < 1 || size > Integer.MAX_VALUE - 8) {
                throw new InvalidObjectException("a state of " + size + " bytes");
            }
            MessageDigest sha = sha();
            sha.update(front.behind);
            sha.update(head);
            byte[] state = readState(channel, (int) size, sha);
            if (!MessageDigest.isEqual(sha.digest(), front.sha)) {
                throw new InvalidObjectException("cut off or changed");
            }
            List<RowKey> keys = keys(ByteBuffer.wrap(head), identity);
            return new Saved(keys, RowNumbers.of(keys), state);
        }
    }

    /// What a file begins with.
    ///
    /// @param sha of all that follows it
    /// @param behind that, length and checksum of the head
    @SuppressWarnings("ArrayRecordComponent") // read once, within this class
    private record Front(byte[] sha, byte[] behind, int length, int checksum) {}

    private static Front readFront(FileChannel channel) throws IOException {
        ByteBuffer front = ByteBuffer.wrap(readFully(channel, FRONT));
        if (front.getLong() != MAGIC) {
            throw new InvalidObjectException("no saved prefix");
        }
        var sha = new byte[SHA_BYTES];
        front.get(sha);
        var behind = new byte[2 * Integer.BYTES];
        front.duplicate().get(behind);
        return new Front(sha, behind, front.getInt(), front.getInt());
    }

    private static byte[] readHead(FileChannel channel, Front front) throws IOException {
        if (front.length < 0
                || front.length > MAX_HEAD
                || front.length > channel.size() - channel.position()) {
            throw new InvalidObjectException("cut off");
        }
        byte[] head = readFully(channel, front.length);
        if (checksum(head) != front.checksum) {
            throw new InvalidObjectException("changed");
        }
        return head;
    }

    private static byte[] readFully(FileChannel channel, int count) throws IOException {
        var bytes = new byte[count];
        fill(ByteBuffer.wrap(bytes), channel);
        return bytes;
    }

    /// Reads by pieces, each digested while the processor's cache has it; the channel copies each
    /// through a buffer of its size, which stays with the thread.
    private static byte[] readState(FileChannel channel, int count, MessageDigest sha)
            throws IOException {
        var bytes = new byte[count];
        int piece;
        for (int done = 0; done < count; done += piece) {
            piece = Math.min(PIECE, count - done);
            fill(ByteBuffer.wrap(bytes, done, piece), channel);
            sha.update(bytes, done, piece);
        }
        return bytes;
    }

    private static void fill(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("cut off");
            }
        }
    }

    private static List<RowKey> keys(ByteBuffer head, String identity) throws IOException {
        requireLeft(head, IDENTITY_CHARS);
        for (int i = 0; i < IDENTITY_CHARS; i++) {
            if (head.get() != (byte) identity.charAt(i)) {
                throw new InvalidObjectException("of another model or other settings");
            }
        }
        var digests = new ArrayList<String>();
        int images = count(head);
        for (int i = 0; i < images; i++) {
            digests.add(text(head));
        }
        int rows = count(head);
        requireLeft(head, (long) rows * ROW_BYTES);
        var keys = new ArrayList<RowKey>();
        for (int row = 0; row < rows; row++) {
            int token = head.getInt();
            int image = head.getInt();
            if (image < -1 || image >= images) {
                throw new InvalidObjectException("image " + image + " of " + images);
            }
            var place = new Place(head.getInt(), head.getInt(), head.getInt(), head.getInt());
            keys.add(
                    image < 0
                            ? RowKey.token(token, place)
                            : RowKey.image(digests.get(image), place));
        }
        return List.copyOf(keys);
    }

    private static String text(ByteBuffer head) throws IOException {
        requireLeft(head, Short.BYTES);
        int length = Short.toUnsignedInt(head.getShort());
        requireLeft(head, length);
        var bytes = new byte[length];
        head.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int count(ByteBuffer head) throws IOException {
        requireLeft(head, Integer.BYTES);
        int count = head.getInt();
        if (count < 0) {
            throw new InvalidObjectException(count + " is no number of rows");
        }
        return count;
    }

    private static void requireLeft(ByteBuffer head, long bytes) throws IOException {
        if (head.remaining() < bytes) {
            throw new InvalidObjectException("cut off");
        }
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
