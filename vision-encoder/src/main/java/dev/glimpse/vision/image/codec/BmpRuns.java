package dev.glimpse.vision.image.codec;

/// The run-length encodings of BMP, RLE8 and RLE4: palette indices from the bottom row up. Places
/// that are jumped over are 0.
final class BmpRuns {
    private final FileBytes file;
    private final int width;
    private final int height;
    private final boolean nibbles;
    private final byte[] indices;
    private int x;
    private int row; // from the bottom

    BmpRuns(FileBytes file, int width, int height, int bits) {
        this.file = file;
        this.width = width;
        this.height = height;
        this.nibbles = bits == 4;
        this.indices = new byte[Math.multiplyExact(width, height)];
    }

    /// Reads the runs at `offset` up to the end of the image.
    byte[] read(long offset) {
        long at = offset;
        while (row < height) {
            int count = file.u8(at);
            int value = file.u8(at + 1);
            at += 2;
            if (count > 0) {
                for (int i = 0; i < count; i++) {
                    put(nibbles && i % 2 == 0 ? value >> 4 : value);
                }
            } else if (value == 0) {
                x = 0;
                row++;
            } else if (value == 1) {
                return indices;
            } else if (value == 2) {
                x += file.u8(at);
                row += file.u8(at + 1);
                at += 2;
            } else {
                at += literal(at, value);
            }
        }
        return indices;
    }

    /// Copies `count` indices, and returns how many bytes they and their padding take.
    private int literal(long at, int count) {
        for (int i = 0; i < count; i++) {
            if (nibbles) {
                int pair = file.u8(at + i / 2);
                put(i % 2 == 0 ? pair >> 4 : pair);
            } else {
                put(file.u8(at + i));
            }
        }
        int bytes = nibbles ? (count + 1) / 2 : count;
        return bytes + bytes % 2;
    }

    private void put(int index) {
        if (x >= width || row >= height) {
            throw file.damaged("a run that reaches beyond its row");
        }
        indices[(height - 1 - row) * width + x] = (byte) (nibbles ? index & 0xF : index);
        x++;
    }
}
