package dev.glimpse.cli.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the headers of a tar archive: blocks of 512 bytes, one before each file (POSIX ustar),
/// with long names as GNU tar (`L`) and pax (`x`, its record `path`) write them.
final class TarHeaders {
    private static final int BLOCK = 512;
    private static final int MOST_NAME_BYTES = 1 << 16;

    private final InputStream stream;
    private final List<TarEntry> entries = new ArrayList<>();
    private String longName = "";

    /// @param stream from the archive's first byte on; it is not closed
    TarHeaders(InputStream stream) {
        this.stream = stream;
    }

    /// Files in the archive's order.
    ///
    /// @throws IOException if it is no tar archive, or cut off
    List<TarEntry> entries() throws IOException {
        long position = 0;
        byte[] header = new byte[BLOCK];
        while (stream.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) { // zeros end it
            requireChecksum(header, position);
            long bytes = number(header, 124, 12);
            long start = position + BLOCK;
            long end = start + (bytes + BLOCK - 1) / BLOCK * BLOCK;
            try {
                long taken = take(header, start, bytes);
                stream.skipNBytes(bytes - taken);
                stream.readNBytes((int) (end - start - bytes)); // the last file may lack it
            } catch (EOFException e) {
                throw cutOff(position, e);
            }
            position = end;
        }
        return entries;
    }

    private static EOFException cutOff(long position, EOFException cause) {
        var cut = new EOFException("it is cut off in the file at byte " + position);
        cut.initCause(cause);
        return cut;
    }

    /// @return how many of the file's bytes were read
    private long take(byte[] header, long start, long bytes) throws IOException {
        switch (header[156]) {
            case 'L' -> {
                longName = upToNul(small(bytes), 0, (int) bytes);
                return bytes;
            }
            case 'x' -> {
                longName = path(small(bytes));
                return bytes;
            }
            case 0, '0', '7' -> {
                String name = longName.isEmpty() ? name(header) : longName;
                entries.add(new TarEntry(name, start, bytes));
                longName = "";
            }
            case 'K', 'g' -> {} // a link's long name, and what holds for all files
            default -> longName = "";
        }
        return 0;
    }

    private static String name(byte[] header) {
        String name = upToNul(header, 0, 100);
        boolean ustar = upToNul(header, 257, 6).equals("ustar");
        String prefix = ustar ? upToNul(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private byte[] small(long bytes) throws IOException {
        if (bytes > MOST_NAME_BYTES) {
            throw new IOException("a name in it has " + bytes + " bytes");
        }
        byte[] name = stream.readNBytes((int) bytes);
        if (name.length < bytes) {
            throw new EOFException("a name in it is cut off");
        }
        return name;
    }

    /// The record `path` of pax records, each `LENGTH KEY=VALUE` and a line feed.
    private static String path(byte[] records) {
        int at = 0;
        while (at < records.length) {
            int space = at;
            int length = 0;
            while (space < records.length && records[space] >= '0' && records[space] <= '9') {
                length = Math.min(MOST_NAME_BYTES, 10 * length + records[space] - '0');
                space++;
            }
            if (length < space - at + 2 || length > records.length - at) {
                return "";
            }
            String text =
                    new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
            if (text.startsWith("path=")) {
                return text.substring("path=".length());
            }
            at += length;
        }
        return "";
    }

    /// The sum of all bytes, those of the sum itself counted as spaces.
    private static void requireChecksum(byte[] header, long position) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        if (sum != number(header, 148, 8)) {
            throw new IOException(
                    "at byte " + position + " is no header of a tar archive (its sum is wrong)");
        }
    }

    /// Octal digits, or big-endian where the first bit is set.
    private static long number(byte[] header, int from, int length) throws IOException {
        boolean binary = header[from] < 0;
        long value = binary ? header[from] & 0x7F : 0;
        for (int i = from + (binary ? 1 : 0); i < from + length; i++) {
            int digit = header[i] & 0xFF;
            if (binary) {
                if (value > Long.MAX_VALUE >> Byte.SIZE) {
                    throw new IOException("a size in it is too large");
                }
                value = value << Byte.SIZE | digit;
            } else if (digit >= '0' && digit <= '7') {
                value = value * 8 + digit - '0';
            }
        }
        return value;
    }

    private static String upToNul(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
