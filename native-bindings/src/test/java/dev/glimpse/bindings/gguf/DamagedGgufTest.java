package dev.glimpse.bindings.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.fault.GgufException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

class DamagedGgufTest {
    private static final int MUTANTS = 3000;

    @TempDir Path folder;

    @Test
    void fileCutOffAtAnyByteIsRefused() {
        byte[] whole = SmallFile.bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SmallFile.read(folder, cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(GgufException.class)
                    .hasMessageContaining("small.gguf");
        }
        assertThat(SmallFile.read(folder, whole).tensors()).hasSize(2);
    }

    @Test
    void damagedHeaderIsReadOrRefusedAndTakesLittleMemory(TestReporter reporter) {
        long seed = Long.getLong("glimpse.test.seed", System.nanoTime());
        reporter.publishEntry("glimpse.test.seed", Long.toString(seed));
        var random = new SplittableRandom(seed);
        int refused = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            refused += readsOrRefuses(mutate(random), seed) ? 0 : 1;
        }
        assertThat(refused).as("seed %d", seed).isBetween(MUTANTS / 10, MUTANTS - 1);
    }

    private static byte[] mutate(SplittableRandom random) {
        byte[] bytes = SmallFile.bytes();
        int header = SmallFile.header().length;
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(header);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, Math.min(header, at + 8), (byte) -1);
                default -> {
                    int length = Math.min(random.nextInt(1, 17), header - at);
                    int from = random.nextInt(header - length);
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }

    /// Reads, or throws [GgufException] and nothing else. A heap of 64-bit lengths would end in
    /// [OutOfMemoryError].
    private boolean readsOrRefuses(byte[] bytes, long seed) {
        try {
            SmallFile.read(folder, bytes);
            return true;
        } catch (GgufException e) {
            assertThat(e).hasMessageContaining("small.gguf");
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + Arrays.toString(bytes), e);
        }
    }
}
