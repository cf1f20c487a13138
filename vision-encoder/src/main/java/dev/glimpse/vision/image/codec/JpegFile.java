package dev.glimpse.vision.image.codec;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// A JPEG file (ITU-T T.81): baseline, extended or progressive, of 8 bits; grey, colour or four
/// inks. Inks are taken as stored inverted, as Adobe does and Pillow expects of every file.
///
/// A file must reach its end marker. Damage within the coded data has no checksum to show it: the
/// decoder carries on behind it, as all decoders do.
public final class JpegFile implements ImageFile {
    /// A progressive file of many empty scans over a large image costs time out of all proportion
    /// to its size; encoders make about ten.
    private static final int MAX_SCANS = 100;

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;

    private final FileBytes file;
    private final int width;
    private final int height;
    private final int components;
    private final long blocks;

    /// The least that a block takes in the coded data: a code of one bit for its mean, and in a
    /// sequential file one more for the end of the block.
    private final int bitsPerBlock;

    JpegFile(byte[] bytes) {
        file = new FileBytes(bytes, "JPEG");
        int frame = findFrame();
        int precision = file.u8(frame + 4);
        height = file.u16be(frame + 5);
        width = file.u16be(frame + 7);
        components = file.u8(frame + 9);
        int marker = file.u8(frame + 1);
        if (marker > 0xC2 || precision != 8) {
            throw file.unsupported(
                    precision + " bits and coding process SOF" + (marker - 0xC0),
                    "8 bits, baseline, extended or progressive (SOF0 to SOF2)");
        }
        if (width < 1 || height < 1) {
            throw file.damaged("a size of " + width + "x" + height);
        }
        if (components != 1 && components != 3 && components != 4) {
            throw file.unsupported(components + " components", "1 (grey), 3 (colour), 4 (inks)");
        }
        if (file.u16be(frame + 2) != 8 + 3 * components) {
            throw file.damaged("a frame header of a wrong length");
        }
        blocks = countBlocks(frame + 10);
        bitsPerBlock = marker == 0xC2 ? 1 : 2;
    }

    /// Blocks of 8x8 samples over all components, whose descriptions are at `at`.
    private long countBlocks(int at) {
        int mostAcross = 1;
        int mostDown = 1;
        for (int i = 0; i < components; i++) {
            mostAcross = Math.max(mostAcross, sampling(at, i) >> 4);
            mostDown = Math.max(mostDown, sampling(at, i) & 0xF);
        }
        long count = 0;
        for (int i = 0; i < components; i++) {
            long across = Math.ceilDiv((long) width * (sampling(at, i) >> 4), 8L * mostAcross);
            long down = Math.ceilDiv((long) height * (sampling(at, i) & 0xF), 8L * mostDown);
            count += across * down;
        }
        return count;
    }

    /// Samples of component `i` across (high four bits) and down, relative to the others.
    private int sampling(int at, int i) {
        int factors = file.u8(at + 3L * i + 1);
        if (factors >> 4 < 1 || factors >> 4 > 4 || (factors & 0xF) < 1 || (factors & 0xF) > 4) {
            throw file.damaged("a sampling factor that is not 1 to 4");
        }
        return factors;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Raster decode() {
        var content = new Content();
        content.read();
        Raster raster = OpenCv.decodeRgb(content.kept.toByteArray(), this);
        return content.orientation.apply(raster);
    }

    /// The position of the frame header's marker.
    private int findFrame() {
        int at = 2;
        while (true) {
            at = markerAt(at);
            int marker = file.u8(at + 1);
            if (isFrame(marker)) {
                return at;
            }
            if (marker == SOS || marker == EOI) {
                throw file.damaged("no frame header before the image data");
            }
            at += 2 + segmentLength(at);
        }
    }

    /// The position of the last fill byte before the marker that must stand at `at`.
    private int markerAt(int at) {
        if (file.u8(at) != 0xFF) {
            throw file.damaged("no marker at byte " + at);
        }
        int position = at;
        while (file.u8(position + 1) == 0xFF) {
            position++;
        }
        int marker = file.u8(position + 1);
        if (marker < 0xC0 || marker == SOI || isRestart(marker)) {
            throw file.damaged("marker " + Integer.toHexString(marker) + " at byte " + position);
        }
        return position;
    }

    /// Bytes of the segment at `at` after its marker.
    private int segmentLength(int at) {
        int length = file.u16be(at + 2);
        if (length < 2) {
            throw file.damaged("a segment of " + length + " bytes at byte " + at);
        }
        file.require(at + 2L, length);
        return length;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    /// The segments that make the image, without metadata.
    private final class Content {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length());
        private Orientation orientation = Orientation.NORMAL;
        private boolean exif;
        private int frames;
        private int scans;
        private long codedBytes;

        void read() {
            keep(0, 2);
            int at = 2;
            while (true) {
                at = markerAt(at);
                int marker = file.u8(at + 1);
                if (marker == EOI) {
                    finish(at);
                    return;
                }
                int length = segmentLength(at);
                take(marker, at, length);
                at += 2 + length;
                if (marker == SOS) {
                    int end = endOfScan(at);
                    keep(at, end - at);
                    codedBytes += end - at;
                    at = end;
                }
            }
        }

        private void take(int marker, int at, int length) {
            if (marker == APP1) {
                if (!exif && file.has(at + 4, "Exif\0\0")) {
                    exif = true;
                    orientation = Exif.orientation(file.array(), at + 10, length - 8);
                }
                return;
            }
            boolean metadata = marker > APP0 && marker <= APP15 && marker != APP14;
            if (metadata || marker == COMMENT) {
                return;
            }
            if (isFrame(marker) && ++frames > 1) {
                throw file.damaged("two frame headers");
            }
            if (marker == SOS && ++scans > MAX_SCANS) {
                throw file.unsupported("more than " + MAX_SCANS + " scans", "fewer");
            }
            keep(at, 2 + length);
        }

        /// The position of the marker after the entropy-coded data at `at`.
        private int endOfScan(int at) {
            byte[] bytes = file.array();
            for (int i = at; i < bytes.length - 1; i++) {
                if (bytes[i] == (byte) 0xFF) {
                    int next = bytes[i + 1] & 0xFF;
                    if (next != 0 && next != 0xFF && !isRestart(next)) {
                        return i;
                    }
                }
            }
            throw file.truncated();
        }

        private void finish(int at) {
            if (scans == 0) {
                throw file.damaged("no image data");
            }
            if (8 * codedBytes < bitsPerBlock * blocks) {
                throw file.damaged(
                        String.format(
                                Locale.ROOT,
                                "%d bytes of image data are too few for %dx%d",
                                codedBytes,
                                width,
                                height));
            }
            keep(at, 2);
        }

        private void keep(int at, int length) {
            kept.write(file.array(), at, length);
        }
    }
}
