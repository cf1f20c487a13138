package dev.glimpse.runtime.encode;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What decides an image's embedding: the encoder, the options and the decoded pixels.
///
/// @param digest SHA-256 over all of it, in hexadecimal digits
record ImageKey(String digest) {
    static ImageKey of(String encoder, EncodeOptions options, RgbImage image) {
        return of(encoder + "\n" + options + "\n", List.of(image));
    }

    /// Of frames that become one embedding.
    static ImageKey of(String encoder, FramePack pack) {
        return of(encoder + "\nframes at " + pack.times() + "\n", pack.frames());
    }

    private static ImageKey of(String how, List<RgbImage> images) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(how.getBytes(StandardCharsets.UTF_8));
            images.forEach(image -> add(image, digest));
            return new ImageKey(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void add(RgbImage image, MessageDigest digest) {
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
    }
}
