package dev.glimpse.vision.image.codec;

import dev.glimpse.vision.fault.ImageException;

/// Reads the orientation out of Exif data (CIPA DC-008, 4.6.4: tag 274 of the 0th IFD).
final class Exif {
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int SHORT_TYPE = 3;
    private static final int ENTRY_BYTES = 12;

    private Exif() {}

    /// The orientation in the Exif block of `length` bytes at `at`, which starts with its byte
    /// order. Metadata decide nothing but how the image is turned, so a block that is absent, cut
    /// off or senseless means a normal orientation and is no error.
    static Orientation orientation(byte[] file, int at, int length) {
        var block = new byte[length];
        System.arraycopy(file, at, block, 0, length);
        try {
            return read(new FileBytes(block, "Exif"));
        } catch (ImageException _) {
            return Orientation.NORMAL;
        }
    }

    private static Orientation read(FileBytes block) {
        boolean little = block.has(0, "II");
        if (!little && !block.has(0, "MM")) {
            return Orientation.NORMAL;
        }
        long directory = little ? block.u32le(4) : block.u32be(4);
        int entries = little ? block.u16le(directory) : block.u16be(directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY_BYTES;
            int tag = little ? block.u16le(entry) : block.u16be(entry);
            if (tag == ORIENTATION_TAG) {
                int type = little ? block.u16le(entry + 2) : block.u16be(entry + 2);
                int value = little ? block.u16le(entry + 8) : block.u16be(entry + 8);
                return type == SHORT_TYPE ? Orientation.ofTag(value) : Orientation.NORMAL;
            }
        }
        return Orientation.NORMAL;
    }
}
