package dev.glimpse.vision.image;

import static dev.glimpse.vision.image.ImageFiles.join;
import static dev.glimpse.vision.image.ImageFiles.latin1;
import static dev.glimpse.vision.image.ImageFiles.le;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glimpse.vision.fault.ImageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that are no images, lie, are cut off, or want more than they should.
class BadImageTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    private String messageOf(byte[] file) {
        return assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> decoder.decode(file))
                .actual()
                .getMessage();
    }

    @Test
    void anEmptyFile() {
        assertThat(messageOf(new byte[0]))
                .isEqualTo("image is empty (0 bytes); allowed: JPEG, PNG, WebP, BMP, TIFF, GIF");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hello, this is not an image              | text
                    <?xml version="1.0"?><svg width="9"/>    | an SVG drawing
                    <svg xmlns="x"/>                         | an SVG drawing
                    <!DOCTYPE html><p>404                    | an HTML page
                    %PDF-1.7 ...                             | a PDF document
                    ____ftypheic________                     | a HEIC image
                    ____ftypmif1________                     | a HEIC image
                    ____ftypavif________                     | an AVIF image
                    ____ftypisom________                     | a video
                    8BPS____________                         | a Photoshop document
                    """)
    void aKnownKindOfOtherFile(String content, String name) {
        assertThat(messageOf(latin1(content)))
                .isEqualTo("file is " + name + "; allowed: JPEG, PNG, WebP, BMP, TIFF, GIF");
    }

    @Test
    void anUnknownKindOfFile() {
        assertThat(messageOf(new byte[] {0, 1, 2, 3, 4}))
                .startsWith("file is not an image that is known (5 bytes)");
        assertThat(messageOf(latin1("II+\0\10\0\0\0"))).contains("a BigTIFF image");
    }

    static List<String> names() {
        return ImageFiles.names();
    }

    /// However short a file is cut, there is an error or, where only what follows the image is
    /// missing, the whole image: never another one.
    @ParameterizedTest
    @MethodSource("names")
    void aFileCutAnywhereIsAnErrorOrWhole(String name) {
        byte[] file = ImageFiles.sample(name);
        RgbImage whole = decoder.decode(file);
        int images = 0;
        for (int length = 0; length < file.length; length++) {
            try {
                assertThat(decoder.decode(Arrays.copyOf(file, length))).isEqualTo(whole);
                images++;
            } catch (ImageException e) {
                assertThat(e).hasMessageContaining(";");
            }
        }
        boolean endIsMarked = name.endsWith(".png") || name.endsWith(".jpg");
        boolean mayBePadded = name.endsWith(".webp"); // with one byte, whose absence says nothing
        if (endIsMarked || mayBePadded) {
            assertThat(images).isLessThanOrEqualTo(mayBePadded ? 1 : 0);
        }
    }

    @Test
    void aJpegWithoutItsEnd() {
        byte[] file = ImageFiles.sample("rgb-420.jpg");

        assertThat(messageOf(Arrays.copyOf(file, file.length - 2)))
                .isEqualTo(
                        String.format(
                                Locale.ROOT,
                                "JPEG file is truncated: it ends after %d bytes, before the image"
                                        + " does; send the whole file",
                                file.length - 2));
    }

    @Test
    void aPngThatClaims50000By50000() {
        assertThat(messageOf(ImageFiles.png(ImageFiles.pngHeader(50_000, 50_000))))
                .isEqualTo(
                        "image 50000x50000 is too long; limit is 16384 pixels a side"
                                + " (ImageLimits.maxSide)");
    }

    @Test
    void aHeaderThatLies() {
        byte[] data = ImageFiles.chunk("IDAT", ImageFiles.deflate(new byte[10]));
        assertThat(messageOf(ImageFiles.png(ImageFiles.pngHeader(1000, 1000), data)))
                .contains("truncated or damaged");

        byte[] webp = ImageFiles.sample("lossless.webp");
        byte[] image = Arrays.copyOfRange(webp, 12, webp.length);
        byte[] canvas = join(new byte[4], le(99, 3), le(99, 3));
        assertThat(messageOf(ImageFiles.riff(ImageFiles.riffChunk("VP8X", canvas), image)))
                .contains("its header says 100x100 and its image data 19x13");

        byte[] jpeg = ImageFiles.sample("grey.jpg");
        int frame = indexOf(jpeg, new byte[] {-1, (byte) 0xC0});
        jpeg[frame + 5] = 0x20; // 8,205 rows instead of 13
        assertThat(messageOf(jpeg)).contains("bytes of image data are too few for 19x8205");
    }

    @Test
    void aWrongChecksumInPng() {
        byte[] file = ImageFiles.sample("rgb.png");
        file[indexOf(file, latin1("IDAT")) + 6] ^= 1;

        assertThat(messageOf(file)).contains("wrong checksum of chunk IDAT");
    }

    @Test
    void textThatInflatesToGigabytesIsNotInflated() {
        byte[] bomb = ImageFiles.deflate(new byte[64 << 20]);
        byte[] text = ImageFiles.chunk("zTXt", join(latin1("Comment\0\0"), bomb));
        byte[] plain = ImageFiles.png(2, 1, new byte[6]);
        byte[] file =
                join(Arrays.copyOf(plain, 33), text, Arrays.copyOfRange(plain, 33, plain.length));

        assertThat(decoder.decode(file)).isEqualTo(RgbImage.copyOf(2, 1, new byte[6]));
    }

    @Test
    void imageDataThatInflatesBeyondTheImageIsNotUsed() {
        byte[] bomb = ImageFiles.deflate(new byte[64 << 20]);

        assertThat(
                        decoder.decode(
                                ImageFiles.png(
                                        ImageFiles.pngHeader(2, 1),
                                        ImageFiles.chunk("IDAT", bomb))))
                .isEqualTo(RgbImage.copyOf(2, 1, new byte[6]));
    }

    @Test
    void aWebpCanvasBeyondTheLimit() {
        byte[] canvas = join(le(2, 4), le(0xFFFFFF, 3), le(0xFFFFFF, 3));

        assertThat(messageOf(ImageFiles.riff(ImageFiles.riffChunk("VP8X", canvas))))
                .startsWith("image 16777216x16777216 is too long");
    }

    @Test
    void aWebpFrameBeyondItsCanvas() {
        byte[] webp = ImageFiles.sample("lossless.webp");
        byte[] image = Arrays.copyOfRange(webp, 12, webp.length);
        byte[] canvas = join(le(2, 4), le(18, 3), le(12, 3));
        byte[] frame = join(le(1, 3), le(0, 3), le(18, 3), le(12, 3), le(0, 4), image);

        assertThat(
                        messageOf(
                                ImageFiles.riff(
                                        ImageFiles.riffChunk("VP8X", canvas),
                                        ImageFiles.riffChunk("ANMF", frame))))
                .contains("an animation frame that reaches beyond the canvas");
    }

    @Test
    void webpFramesWithinFrames() {
        byte[] nested = new byte[0];
        for (int depth = 0; depth < 10_000; depth++) {
            nested = ImageFiles.join(new byte[16], latin1("ANMF"), le(nested.length, 4), nested);
            if (nested.length > 1 << 16) {
                break;
            }
        }
        byte[] canvas = join(le(2, 4), le(0, 3), le(0, 3));

        assertThat(
                        messageOf(
                                ImageFiles.riff(
                                        ImageFiles.riffChunk("VP8X", canvas),
                                        ImageFiles.riffChunk("ANMF", nested))))
                .contains("an animation frame within another");
    }

    @Test
    void aGifScreenBeyondTheLimit() {
        byte[] file = ImageFiles.gif(65535, 65535, new int[] {0, 0, 1, 1}, new byte[6]);

        assertThat(messageOf(file)).startsWith("image 65535x65535 is too long");
    }

    @Test
    void aTiffOfStripsThatAreNotThere() {
        byte[] file =
                ImageFiles.tiff(
                        new byte[0],
                        new int[] {256, 4, 1, 1000},
                        new int[] {257, 4, 1, 1000},
                        new int[] {258, 3, 1, 8},
                        new int[] {262, 3, 1, 1},
                        new int[] {273, 4, 1000, 8},
                        new int[] {277, 3, 1, 1},
                        new int[] {278, 4, 1, 1},
                        new int[] {279, 4, 1000, 8});
        assertThat(messageOf(file)).contains("TIFF file is truncated");

        byte[] countless =
                ImageFiles.tiff(
                        new byte[0],
                        new int[] {256, 4, 1, 1000},
                        new int[] {257, 4, 1, 1000},
                        new int[] {258, 3, 1, 8},
                        new int[] {262, 3, 1, 1},
                        new int[] {273, 4, -1, 8},
                        new int[] {277, 3, 1, 1},
                        new int[] {278, 4, 1, 1},
                        new int[] {279, 4, -1, 8});
        assertThat(messageOf(countless)).contains("strips or tiles where its size needs 1000");
    }

    @Test
    void aTiffThatPointsToItself() {
        byte[] file = ImageFiles.sample("rgb-raw.tif");
        Arrays.fill(file, 4, 8, (byte) 0);
        file[4] = 2;

        assertThat(messageOf(file)).startsWith("TIFF file");
    }

    @Test
    void bmpRowsThatAreNotThere() {
        assertThat(messageOf(ImageFiles.bmp(1000, 1000, 24, 0, new byte[100])))
                .startsWith("BMP file is truncated");
        assertThat(messageOf(ImageFiles.bmp(Integer.MAX_VALUE, 1, 24, 0, new byte[100])))
                .startsWith("image 2147483647x1 is too long");
        assertThat(messageOf(ImageFiles.bmp(2, Integer.MIN_VALUE, 24, 0, new byte[100])))
                .startsWith("BMP file is damaged");
    }

    private static int indexOf(byte[] file, byte[] part) {
        for (int i = 0; i + part.length <= file.length; i++) {
            if (Arrays.equals(file, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not in the file");
    }
}
