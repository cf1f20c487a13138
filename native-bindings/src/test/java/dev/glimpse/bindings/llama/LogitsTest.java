package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogitsTest {
    private static final float[] FEW = {1f, 3f, -2f, 3f, Float.NEGATIVE_INFINITY, 0f};

    @Test
    void logProbabilitiesAreALogSoftmax() {
        var logits = Logits.of(FEW);
        double sum = Math.exp(1) + 2 * Math.exp(3) + Math.exp(-2) + 1;
        assertThat(logits.logSum()).isCloseTo(Math.log(sum), within(1e-12));
        assertThat(logits.logProbability(2)).isCloseTo(-2 - Math.log(sum), within(1e-12));
        assertThat(logits.logProbability(4)).isEqualTo(Double.NEGATIVE_INFINITY);
        float[] large = {10_000f, 9_999f};
        assertThat(Logits.of(large).logProbability(0))
                .isCloseTo(-Math.log1p(Math.exp(-1)), within(1e-12));
    }

    @Test
    void likeliestAreTheGreatestInOrder() {
        var logits = Logits.of(FEW);
        assertThat(logits.likeliest(0)).isEmpty();
        assertThat(logits.likeliest(1)).containsExactly(1);
        assertThat(logits.likeliest(4)).containsExactly(1, 3, 0, 5);
        assertThat(logits.likeliest(50)).containsExactly(1, 3, 0, 5, 2, 4);
    }

    @Test
    void likeliestAreThoseOfASort() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var values = new float[1 + random.nextInt(300)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextInt(40) - 20); // many are equal
            }
            int count = random.nextInt(25);
            assertThat(Logits.of(values).likeliest(count))
                    .as("seed %d", seed)
                    .containsExactly(
                            IntStream.range(0, values.length)
                                    .boxed()
                                    .sorted(Comparator.comparingDouble(i -> -values[i]))
                                    .limit(count)
                                    .mapToInt(Integer::intValue)
                                    .toArray());
        }
    }
}
