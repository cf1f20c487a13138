package dev.glimpse.vision.image;

import static dev.glimpse.vision.image.ImageFiles.join;
import static dev.glimpse.vision.image.ImageFiles.le;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.vision.fault.ImageException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final byte[] WHITE = {-1, -1, -1};
    private static final byte[] BLUE = {0, 0, -1};

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    /// Pixels of `width` by `height`, each different: red counts columns, green rows.
    private static byte[] counted(int width, int height) {
        var rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (i % width);
            rgb[3 * i + 1] = (byte) (i / width);
        }
        return rgb;
    }

    @Test
    void headerTellsFormatAndSize() {
        var expected =
                List.of(
                        new ImageHeader(ImageFormat.JPEG, 19, 13),
                        new ImageHeader(ImageFormat.PNG, 19, 13),
                        new ImageHeader(ImageFormat.WEBP, 19, 13),
                        new ImageHeader(ImageFormat.BMP, 19, 13),
                        new ImageHeader(ImageFormat.TIFF, 19, 13),
                        new ImageHeader(ImageFormat.GIF, 19, 13));
        var names =
                List.of(
                        "orientation-6.jpg",
                        "orientation-6.png",
                        "lossy-alpha.webp",
                        "rgb24.bmp",
                        "rgb-lzw.tif",
                        "palette.gif");

        assertThat(names.stream().map(name -> decoder.header(ImageFiles.sample(name))).toList())
                .isEqualTo(expected);
    }

    /// Where stored (0, 0) and (2, 0) of a 3x2 image are displayed.
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 2, 0",
        "2, 2, 0, 0, 0",
        "3, 2, 1, 0, 1",
        "4, 0, 1, 2, 1",
        "5, 0, 0, 0, 2",
        "6, 1, 0, 1, 2",
        "7, 1, 2, 1, 0",
        "8, 0, 2, 0, 0"
    })
    void orientationIsAppliedOnce(int tag, int firstX, int firstY, int lastX, int lastY) {
        byte[] rgb = counted(3, 2);
        byte[] exif = ImageFiles.exif(tag, ByteOrder.LITTLE_ENDIAN);
        byte[] bigEndian = ImageFiles.exif(tag, ByteOrder.BIG_ENDIAN);
        byte[] plain = ImageFiles.png(3, 2, rgb);
        byte[] afterData = join(Arrays.copyOf(plain, plain.length - 12));
        byte[] png =
                join(
                        afterData,
                        ImageFiles.chunk("eXIf", exif),
                        ImageFiles.chunk("IEND", new byte[0]));
        byte[] tiff =
                ImageFiles.tiff(
                        join(le(8, 2), le(8, 2), le(8, 2), rgb),
                        new int[] {256, 4, 1, 3},
                        new int[] {257, 4, 1, 2},
                        new int[] {258, 3, 3, 122},
                        new int[] {262, 3, 1, 2},
                        new int[] {273, 4, 1, 128},
                        new int[] {274, 3, 1, tag},
                        new int[] {277, 3, 1, 3},
                        new int[] {278, 4, 1, 2},
                        new int[] {279, 4, 1, 18});

        for (byte[] file : List.of(png, tiff)) {
            RgbImage image = decoder.decode(file);
            boolean turned = tag >= 5;
            assertThat(List.of(image.width(), image.height()))
                    .isEqualTo(turned ? List.of(2, 3) : List.of(3, 2));
            assertThat(image.sample(firstX, firstY, 0)).isZero();
            assertThat(image.sample(firstX, firstY, 1)).isZero();
            assertThat(image.sample(lastX, lastY, 0)).isEqualTo(2);
            assertThat(image.sample(lastX, lastY, 1)).isZero();
        }
        RgbImage jpeg =
                decoder.decode(ImageFiles.withExif(ImageFiles.sample("rgb-444.jpg"), bigEndian));
        assertThat(jpeg.width()).isEqualTo(tag >= 5 ? 13 : 19);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 65535})
    void anUnknownOrientationIsNormal(int tag) {
        byte[] file =
                ImageFiles.withExif(
                        ImageFiles.sample("rgb-444.jpg"),
                        ImageFiles.exif(tag, ByteOrder.LITTLE_ENDIAN));

        assertThat(decoder.decode(file))
                .isEqualTo(decoder.decode(ImageFiles.sample("rgb-444.jpg")));
    }

    @Test
    void exifThatIsCutOffIsIgnored() {
        byte[] exif = ImageFiles.exif(6, ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < 18; length++) {
            byte[] file =
                    ImageFiles.withExif(
                            ImageFiles.sample("rgb-444.jpg"), Arrays.copyOf(exif, length));
            assertThat(decoder.decode(file).width()).isEqualTo(19);
        }
    }

    @Test
    void onePixel() {
        RgbImage image = decoder.decode(ImageFiles.png(1, 1, new byte[] {1, 2, 3}));

        assertThat(image).isEqualTo(RgbImage.copyOf(1, 1, new byte[] {1, 2, 3}));
    }

    @Test
    void aColumnOf4000Pixels() {
        RgbImage image = decoder.decode(ImageFiles.png(1, 4000, counted(1, 4000)));

        assertThat(image).isEqualTo(RgbImage.copyOf(1, 4000, counted(1, 4000)));
    }

    @Test
    void runLengthJumpsOfBmpLeaveTheFirstColour() {
        byte[] palette = join(le(0x102030, 4), le(0xFFFFFF, 4), new byte[4 * 254]);
        byte[] runs = {2, 1, 0, 0, 0, 2, 1, 1, 1, 1, 0, 0, 0, 3, 1, 0, 1, 0, 0, 1};

        RgbImage image = decoder.decode(ImageFiles.bmp(3, 4, 8, 1, palette, runs));

        assertThat(greens(image))
                .isEqualTo(
                        List.of(
                                List.of(0xFF, 0x20, 0xFF),
                                List.of(0x20, 0xFF, 0x20),
                                List.of(0x20, 0x20, 0x20),
                                List.of(0xFF, 0xFF, 0x20)));
    }

    @Test
    void runLengthsOfNibblesAlternate() {
        byte[] palette = join(le(0x000000, 4), le(0x111111, 4), le(0x222222, 4), new byte[52]);
        byte[] runs = {3, 0x12, 0, 0, 0, 3, 0x21, 0x20, 0, 1};

        RgbImage image = decoder.decode(ImageFiles.bmp(3, 2, 4, 2, palette, runs));

        assertThat(greens(image))
                .isEqualTo(List.of(List.of(0x22, 0x11, 0x22), List.of(0x11, 0x22, 0x11)));
    }

    private static List<List<Integer>> greens(RgbImage image) {
        return IntStream.range(0, image.height())
                .mapToObj(y ->
                        IntStream.range(0, image.width())
                                .mapToObj(x -> image.sample(x, y, 1))
                                .toList())
                .toList();
    }

    @Test
    void aSmallGifFrameLiesOnWhite() {
        byte[] file = ImageFiles.gif(5, 4, new int[] {2, 1, 2, 2}, join(WHITE, BLUE));

        RgbImage image = decoder.decode(file);

        assertThat(List.of(image.width(), image.height())).isEqualTo(List.of(5, 4));
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                boolean inside = x >= 2 && x < 4 && y >= 1 && y < 3;
                assertThat(image.sample(x, y, 0)).isEqualTo(inside ? 0 : 255);
                assertThat(image.sample(x, y, 2)).isEqualTo(255);
            }
        }
    }

    @Test
    void aSmallWebpFrameLiesOnWhite() {
        byte[] still = ImageFiles.sample("lossless.webp"); // 19x13
        byte[] image = Arrays.copyOfRange(still, 12, still.length);
        byte[] canvas = join(le(2, 4), le(29, 3), le(19, 3)); // animated, 30x20
        byte[] frame = join(le(2, 3), le(3, 3), le(18, 3), le(12, 3), le(100, 4), image);
        byte[] file =
                ImageFiles.riff(
                        ImageFiles.riffChunk("VP8X", canvas),
                        ImageFiles.riffChunk("ANIM", new byte[6]),
                        ImageFiles.riffChunk("ANMF", frame));

        RgbImage found = decoder.decode(file);
        RgbImage expected = decoder.decode(still);

        assertThat(List.of(found.width(), found.height())).isEqualTo(List.of(30, 20));
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 30; x++) {
                boolean inside = x >= 4 && x < 23 && y >= 6 && y < 19;
                assertThat(found.sample(x, y, 1))
                        .isEqualTo(inside ? expected.sample(x - 4, y - 6, 1) : 255);
            }
        }
    }

    @Test
    void limitsAreCheckedOnTheHeader() {
        var strict = new ImageDecoder(new ImageLimits(10_000, 100, 5_000));

        assertThatThrownBy(() -> decoder.decode(ImageFiles.png(ImageFiles.pngHeader(12000, 9000))))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "image 12000x9000 has 108.0 MP; limit is 40.0 MP (ImageLimits.maxPixels)");
        assertThatThrownBy(() -> strict.header(ImageFiles.png(ImageFiles.pngHeader(80, 70))))
                .hasMessage(
                        "image 80x70 has 5600 pixels; limit is 5000 pixels"
                                + " (ImageLimits.maxPixels)");
        assertThatThrownBy(() -> strict.header(ImageFiles.png(ImageFiles.pngHeader(1, 101))))
                .hasMessage(
                        "image 1x101 is too long; limit is 100 pixels a side"
                                + " (ImageLimits.maxSide)");
        assertThatThrownBy(() -> strict.header(new byte[10_001]))
                .hasMessage(
                        "image file has 10001 bytes; limit is 10000 bytes (ImageLimits.maxBytes)");
        assertThat(strict.header(ImageFiles.png(ImageFiles.pngHeader(100, 50))).pixels())
                .isEqualTo(5_000);
    }

    @Test
    void manyThreadsDecodeAtOnce() throws Exception {
        List<String> names = ImageFiles.names();
        List<RgbImage> alone =
                names.stream().map(name -> decoder.decode(ImageFiles.sample(name))).toList();
        Callable<List<RgbImage>> all =
                () -> names.stream().map(name -> decoder.decode(ImageFiles.sample(name))).toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<RgbImage>> together : threads.invokeAll(Collections.nCopies(8, all))) {
                assertThat(together.get()).isEqualTo(alone);
            }
        }
    }
}
