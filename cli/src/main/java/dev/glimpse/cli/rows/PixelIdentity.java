package dev.glimpse.cli.rows;

import dev.glimpse.vision.image.RgbImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// By which images of the same pixels are known, whatever file they come in.
///
/// @param width in pixels
/// @param height in pixels
/// @param digest of size and pixels: the first half of a SHA-256, in hexadecimal
public record PixelIdentity(int width, int height, String digest) {
    private static final int DIGEST_BYTES = 16;

    /// The identity of a decoded image.
    public static PixelIdentity of(RgbImage image) {
        MessageDigest sha256 = sha256();
        sha256.update((image.width() + "x" + image.height()).getBytes(StandardCharsets.UTF_8));
        byte[] row = new byte[3 * image.width()];
        for (int y = 0; y < image.height(); y++) {
            image.copyRow(0, y, image.width(), row, 0);
            sha256.update(row);
        }
        String digest = HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
        return new PixelIdentity(image.width(), image.height(), digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
