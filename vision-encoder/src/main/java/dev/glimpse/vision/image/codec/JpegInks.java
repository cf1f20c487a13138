package dev.glimpse.vision.image.codec;

import dev.glimpse.vision.fault.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes JPEG files of four inks (CMYK, YCCK).
///
/// These go through the JDK's decoder, which hands out the inks as stored. OpenCV turns them to RGB
/// itself, takes every file's inks as inverted, which only Adobe's are, and rounds down.
final class JpegInks {

    private JpegInks() {}

    /// @param inverted whether the inks are stored inverted, as Adobe's marker says
    static Raster decode(byte[] file, ImageFile header, boolean inverted) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            var inks = reader.readRaster(0, null);
            if (inks.getNumBands() != 4
                    || inks.getWidth() != header.width()
                    || inks.getHeight() != header.height()) {
                throw new ImageException("JPEG file is damaged: its header and pixels differ");
            }
            int width = inks.getWidth();
            var rgb = new byte[Math.toIntExact(3L * width * inks.getHeight())];
            var row = new int[4 * width];
            for (int y = 0; y < inks.getHeight(); y++) {
                inks.getPixels(0, y, width, 1, row);
                toRgb(row, inverted ? 0xFF : 0, rgb, 3 * width * y);
            }
            return new Raster(width, inks.getHeight(), rgb);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ImageException(
                    "JPEG file is damaged: its pixels cannot be decoded; send an intact file", e);
        } finally {
            reader.dispose();
        }
    }

    /// As Pillow converts: each ink takes its share of what black leaves.
    private static void toRgb(int[] inks, int flip, byte[] rgb, int offset) {
        int target = offset;
        for (int i = 0; i < inks.length; i += 4) {
            int light = 255 - (inks[i + 3] ^ flip);
            for (int ink = 0; ink < 3; ink++) {
                int product = (inks[i + ink] ^ flip) * light + 128;
                int taken = ((product >> 8) + product) >> 8; // product / 255, to the nearest
                rgb[target++] = (byte) (light - taken);
            }
        }
    }
}
