package dev.glimpse.runtime.encode;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What decides an image's embedding: the encoder, the options and the decoded pixels.
///
/// @param digest SHA-256 over all of it, in hexadecimal digits
record ImageKey(String digest) {
    static ImageKey of(String encoder, EncodeOptions options, RgbImage image) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((encoder + "\n" + options + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(
                    ByteBuffer.allocate(2 * Integer.BYTES)
                            .putInt(image.width())
                            .putInt(image.height())
                            .flip());
            var row = new byte[image.width() * 3];
            for (int y = 0; y < image.height(); y++) {
                image.copyRow(0, y, image.width(), row, 0);
                digest.update(row);
            }
            return new ImageKey(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
