package dev.glimpse.vision.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The first image file directory of a TIFF file: its tags and their whole numbers.
final class TiffDirectory {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTE_COUNTS = 279;
    static final int PLANAR = 284;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;

    /// Those above but the orientation, and: fill order, CCITT options, predictor, palette, ink
    /// set, JPEG tables, and how YCbCr is stored.
    private static final int[] DECODING_TAGS = {
        WIDTH,
        HEIGHT,
        BITS_PER_SAMPLE,
        COMPRESSION,
        PHOTOMETRIC,
        STRIP_OFFSETS,
        SAMPLES_PER_PIXEL,
        STRIP_BYTE_COUNTS,
        PLANAR,
        TILE_WIDTH,
        TILE_HEIGHT,
        TILE_OFFSETS,
        TILE_BYTE_COUNTS,
        SAMPLE_FORMAT,
        266,
        292,
        293,
        317,
        320,
        332,
        347,
        529,
        530,
        531,
        532
    };

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_BYTES = 12;
    private static final int MAX_ENTRIES = 1_000;

    private final FileBytes file;
    private final boolean little;
    private final Map<Integer, Long> entries = new HashMap<>(); // by tag, where the entry is

    TiffDirectory(FileBytes file) {
        this.file = file;
        little = file.has(0, "II");
        long at = u32(4);
        int count = u16(at);
        if (count == 0 || count > MAX_ENTRIES) {
            throw file.damaged("a directory of " + count + " tags");
        }
        file.require(at, 2 + (long) count * ENTRY_BYTES);
        for (int i = 0; i < count; i++) {
            long entry = at + 2 + (long) i * ENTRY_BYTES;
            entries.putIfAbsent(u16(entry), entry);
        }
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /// How many values the tag has, 0 without it.
    long count(int tag) {
        var entry = entries.get(tag);
        return entry == null ? 0 : u32(entry + 4);
    }

    /// The tag's first value.
    long required(int tag) {
        return value(tag, 0);
    }

    /// The tag's first value, or `absent` without the tag.
    long first(int tag, long absent) {
        return has(tag) ? value(tag, 0) : absent;
    }

    /// The tag's value number `index`, a whole number.
    long value(int tag, long index) {
        var entry = entries.get(tag);
        if (entry == null || index >= count(tag)) {
            throw file.damaged("tag " + tag + " is missing or too short");
        }
        int bytes = bytes(u16(entry + 2));
        if (bytes == 0) {
            throw file.damaged("tag " + tag + " holds no whole numbers");
        }
        long values = count(tag) * bytes <= 4 ? entry + 8 : u32(entry + 8);
        long at = values + index * bytes;
        return switch (bytes) {
            case 1 -> file.u8(at);
            case 2 -> u16(at);
            default -> u32(at);
        };
    }

    /// Bytes of a whole number of that type, 0 for types of anything else.
    private static int bytes(int type) {
        return switch (type) {
            case BYTE -> 1;
            case SHORT -> 2;
            case LONG -> 4;
            default -> 0;
        };
    }

    /// The file with a directory, at its end, of the tags that decoding needs and no other: thus no
    /// further pages, no metadata, and a normal orientation.
    ///
    /// @param rowsPerStrip no more than the image has, since the decoder makes room for all of them
    /// @param alpha whether there is a sample of alpha: it is marked as multiplied in, which has
    ///   the decoder hand out samples as they are stored
    byte[] singlePage(long rowsPerStrip, boolean alpha) {
        var kept = new TreeMap<Integer, byte[]>();
        for (int tag : DECODING_TAGS) {
            var entry = entries.get(tag);
            if (entry != null) {
                int at = Math.toIntExact(entry);
                requireValues(at);
                kept.put(tag, Arrays.copyOfRange(file.array(), at, at + ENTRY_BYTES));
            }
        }
        if (alpha) {
            kept.put(EXTRA_SAMPLES, entry(EXTRA_SAMPLES, SHORT, 1));
        }
        if (has(ROWS_PER_STRIP)) {
            kept.put(ROWS_PER_STRIP, entry(ROWS_PER_STRIP, LONG, (int) rowsPerStrip));
        }
        int directory = (file.length() + 1) & ~1; // at an even position, as the format demands
        ByteBuffer page = ByteBuffer.wrap(new byte[directory + 6 + kept.size() * ENTRY_BYTES]);
        page.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        page.put(file.array()).putInt(4, directory);
        page.position(directory).putShort((short) kept.size());
        kept.values().forEach(page::put);
        return page.array();
    }

    /// Whether the values of the entry at `at` lie within the file: the decoder would carry on
    /// without them.
    private void requireValues(int at) {
        int bytes =
                switch (u16(at + 2)) {
                    case 1, 2, 6, 7 -> 1;
                    case 3, 8 -> 2;
                    case 4, 9, 11 -> 4;
                    case 5, 10, 12 -> 8;
                    default -> throw file.damaged("a tag of an unknown type");
                };
        long length = u32(at + 4) * bytes;
        file.require(length <= 4 ? at + 8L : u32(at + 8), length);
    }

    /// An entry of one value.
    private byte[] entry(int tag, int type, int value) {
        ByteBuffer entry = ByteBuffer.wrap(new byte[ENTRY_BYTES]);
        entry.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        entry.putShort((short) tag).putShort((short) type).putInt(1);
        if (type == SHORT) {
            entry.putShort((short) value);
        } else {
            entry.putInt(value);
        }
        return entry.array();
    }

    private int u16(long at) {
        return little ? file.u16le(at) : file.u16be(at);
    }

    private long u32(long at) {
        return little ? file.u32le(at) : file.u32be(at);
    }
}
