package dev.glimpse.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.fault.ImageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestReporter;

/// Damaged files end in an image or an [ImageException], never in anything else: least of all in
/// the end of the process.
class ImageFuzzTest {
    private static final int FILES = 1_000;
    private static final int HEADER_BYTES = 200;

    /// Small, so that a damaged size cannot make the test slow.
    private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(1 << 20, 2_048, 500_000));

    /// The seeds are the same each time; `glimpse.fuzz.seed` gives others, or those of a failure.
    @RepeatedTest(4)
    void damagedFiles(RepetitionInfo repetition, TestReporter reporter) {
        long seed =
                Long.getLong("glimpse.fuzz.seed", 20_261_123) + repetition.getCurrentRepetition();
        reporter.publishEntry("glimpse.fuzz.seed", Long.toString(seed));
        var random = new Random(seed);
        List<String> names = ImageFiles.names();
        int images = 0;
        int errors = 0;
        for (int i = 0; i < FILES; i++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] file = damage(ImageFiles.sample(name), random);
            if (name.endsWith(".png") && random.nextInt(8) > 0) {
                repairChecksums(file);
            }
            try {
                RgbImage image = decoder.decode(file);
                assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(500_000);
                images++;
            } catch (ImageException _) {
                errors++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(name + ", seed " + seed + ", file number " + i, e);
            }
        }
        assertThat(images).isGreaterThan(FILES / 20);
        assertThat(errors).isGreaterThan(FILES / 4);
    }

    private static byte[] damage(byte[] file, Random random) {
        int reach = random.nextBoolean() ? Math.min(file.length, HEADER_BYTES) : file.length;
        int changes = 1 + random.nextInt(random.nextBoolean() ? 2 : 16);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(reach);
            switch (random.nextInt(4)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 -> file[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                default -> {
                    int from = random.nextInt(file.length);
                    int room = file.length - Math.max(at, from);
                    System.arraycopy(file, from, file, at, Math.min(room, random.nextInt(16)));
                }
            }
        }
        boolean cut = random.nextInt(10) == 0;
        return cut ? Arrays.copyOf(file, 1 + random.nextInt(file.length)) : file;
    }

    /// So that damage reaches behind the check of checksums.
    private static void repairChecksums(byte[] png) {
        var bytes = ByteBuffer.wrap(png);
        for (int at = 8; at + 12 <= png.length; ) {
            int length = bytes.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                return;
            }
            var crc = new CRC32();
            crc.update(png, at + 4, length + 4);
            bytes.putInt(at + 8 + length, (int) crc.getValue());
            at += length + 12;
        }
    }
}
