package dev.glimpse.vision.image.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A GIF file (GIF89a specification): the first frame, on a white canvas.
public final class GifFile implements ImageFile {
    private static final int SCREEN_HEADER = 13;
    private static final int TABLE_BYTES = 3 * 256;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int GRAPHIC_CONTROL = 0xF9;

    private final FileBytes file;
    private final int frameAt;
    private final int transparentIndex;
    private final int left;
    private final int top;
    private final int frameWidth;
    private final int frameHeight;

    GifFile(byte[] bytes) {
        file = new FileBytes(bytes, "GIF");
        long at = (long) SCREEN_HEADER + tableBytes(file.u8(10));
        int transparent = -1;
        while (file.u8(at) == EXTENSION) {
            if (file.u8(at + 1) == GRAPHIC_CONTROL && file.u8(at + 2) == 4) {
                transparent = (file.u8(at + 3) & 1) == 1 ? file.u8(at + 6) : -1;
            }
            at = endOfBlocks(at + 2);
        }
        if (file.u8(at) != IMAGE) {
            throw file.damaged(
                    file.u8(at) == TRAILER ? "no image in it" : "an unknown block at byte " + at);
        }
        frameAt = (int) at;
        transparentIndex = transparent;
        left = file.u16le(at + 1);
        top = file.u16le(at + 3);
        frameWidth = file.u16le(at + 5);
        frameHeight = file.u16le(at + 7);
        if (frameWidth < 1 || frameHeight < 1) {
            throw file.damaged("a frame of " + frameWidth + "x" + frameHeight);
        }
    }

    /// Of the logical screen, or what the first frame needs where that is more.
    @Override
    public int width() {
        return Math.max(file.u16le(6), left + frameWidth);
    }

    @Override
    public int height() {
        return Math.max(file.u16le(8), top + frameHeight);
    }

    @Override
    public Raster decode() {
        try (var pixels = OpenCv.decodeUnchanged(frame())) {
            pixels.checkSize(frameWidth, frameHeight);
            Raster raster = Rgb.of(pixels);
            boolean whole = frameWidth == width() && frameHeight == height();
            return whole ? raster : raster.onWhite(width(), height(), left, top);
        }
    }

    /// The first frame as a file of its own: at the origin of a screen of its size, with its
    /// colours in a full global table, so that no index is beyond it.
    private byte[] frame() {
        int flags = file.u8(frameAt + 9);
        int localBytes = tableBytes(flags);
        int tableAt = localBytes > 0 ? frameAt + 10 : SCREEN_HEADER;
        int colours = localBytes > 0 ? localBytes : tableBytes(file.u8(10));
        if (colours == 0) {
            throw file.damaged("no colour table");
        }
        file.require(tableAt, colours);
        int data = frameAt + 10 + localBytes;
        int codeBits = file.u8(data);
        if (codeBits < 2 || codeBits > 8) {
            throw file.damaged("codes of " + codeBits + " bits");
        }
        int end = Math.toIntExact(endOfBlocks(data + 1L));
        var frame = new ByteArrayOutputStream();
        frame.writeBytes("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
        putSize(frame);
        frame.writeBytes(new byte[] {(byte) 0xF7, 0, 0}); // a global table of 256 colours
        frame.write(file.array(), tableAt, colours);
        frame.writeBytes(new byte[TABLE_BYTES - colours]);
        if (transparentIndex >= 0) {
            byte index = (byte) transparentIndex;
            frame.writeBytes(new byte[] {EXTENSION, (byte) GRAPHIC_CONTROL, 4, 1, 0, 0, index, 0});
        }
        frame.writeBytes(new byte[] {IMAGE, 0, 0, 0, 0});
        putSize(frame);
        frame.write(flags & 0x40); // interlaced or not
        frame.write(file.array(), data, end - data);
        frame.write(TRAILER);
        return frame.toByteArray();
    }

    private void putSize(ByteArrayOutputStream target) {
        target.write(frameWidth);
        target.write(frameWidth >> 8);
        target.write(frameHeight);
        target.write(frameHeight >> 8);
    }

    /// Bytes of the colour table that `flags` announces, 0 for none.
    private static int tableBytes(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /// The position after the sub-blocks at `at` and their terminator.
    private long endOfBlocks(long at) {
        long position = at;
        while (file.u8(position) != 0) {
            position += 1 + file.u8(position);
        }
        return position + 1;
    }
}
