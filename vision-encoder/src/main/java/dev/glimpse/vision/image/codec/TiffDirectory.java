package dev.glimpse.vision.image.codec;

import java.util.HashMap;
import java.util.Map;

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

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_BYTES = 12;
    private static final int MAX_ENTRIES = 1_000;

    private final FileBytes file;
    private final boolean little;
    private final long end;
    private final Map<Integer, Field> fields = new HashMap<>();

    /// @param at where the values are
    /// @param bytes of one value: 1, 2 or 4
    private record Field(long at, int bytes, long count) {}

    TiffDirectory(FileBytes file) {
        this.file = file;
        little = file.has(0, "II");
        long at = u32(4);
        int entries = u16(at);
        if (entries == 0 || entries > MAX_ENTRIES) {
            throw file.damaged("a directory of " + entries + " tags");
        }
        end = at + 2 + (long) entries * ENTRY_BYTES;
        file.require(at, end + 4 - at);
        for (int i = 0; i < entries; i++) {
            read(at + 2 + (long) i * ENTRY_BYTES);
        }
    }

    private void read(long entry) {
        int bytes =
                switch (u16(entry + 2)) {
                    case 1 -> 1;
                    case SHORT -> 2;
                    case LONG -> 4;
                    default -> 0; // no whole numbers: of no interest
                };
        long count = u32(entry + 4);
        if (bytes == 0 || count == 0) {
            return;
        }
        long values = count * bytes <= 4 ? entry + 8 : u32(entry + 8);
        if (fields.putIfAbsent(u16(entry), new Field(values, bytes, count)) != null) {
            throw file.damaged("tag " + u16(entry) + " twice");
        }
    }

    boolean has(int tag) {
        return fields.containsKey(tag);
    }

    /// How many values the tag has, 0 without it.
    long count(int tag) {
        var field = fields.get(tag);
        return field == null ? 0 : field.count();
    }

    /// The tag's first value.
    long required(int tag) {
        return value(tag, 0);
    }

    /// The tag's first value, or `absent` without the tag.
    long first(int tag, long absent) {
        return has(tag) ? value(tag, 0) : absent;
    }

    long value(int tag, long index) {
        var field = fields.get(tag);
        if (field == null || index >= field.count()) {
            throw file.damaged("tag " + tag + " is missing or too short");
        }
        long at = field.at() + index * field.bytes();
        return switch (field.bytes()) {
            case 1 -> file.u8(at);
            case 2 -> u16(at);
            default -> u32(at);
        };
    }

    /// The file with this directory as the only one; its orientation normal; its alpha marked as
    /// multiplied in, which has the decoder hand out samples as they are stored; and no more rows a
    /// strip than `rowsPerStrip`, since the decoder makes room for all of them.
    byte[] plainCopy(long rowsPerStrip) {
        byte[] copy = file.array().clone();
        for (int i = 0; i < 4; i++) {
            copy[(int) end + i] = 0;
        }
        set(copy, ORIENTATION, 1);
        set(copy, EXTRA_SAMPLES, 1);
        set(copy, ROWS_PER_STRIP, rowsPerStrip);
        return copy;
    }

    /// Sets the tag's first value, if it has one.
    private void set(byte[] copy, int tag, long value) {
        var field = fields.get(tag);
        if (field == null) {
            return;
        }
        file.require(field.at(), field.bytes());
        for (int i = 0; i < field.bytes(); i++) {
            int place = little ? i : field.bytes() - 1 - i;
            copy[(int) field.at() + place] = (byte) (value >> (8 * i));
        }
    }

    private int u16(long at) {
        return little ? file.u16le(at) : file.u16be(at);
    }

    private long u32(long at) {
        return little ? file.u32le(at) : file.u32be(at);
    }
}
