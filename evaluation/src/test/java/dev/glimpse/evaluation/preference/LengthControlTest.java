package dev.glimpse.evaluation.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against scikit-learn 1.6.1's `LogisticRegressionCV`, called as AlpacaEval calls it, on numbers
/// that are made up alike here and there; AlpacaEval's own are not at hand.
class LengthControlTest {
    private static final int COUNT = 200;

    @TempDir private Path folder;

    private final Numbers numbers = new Numbers();
    private final StringBuilder gamed =
            new StringBuilder(
                    ",model,index,preference,std_delta_len,instruction_difficulty,not_gamed_baseline\n");
    private final List<LengthControl.Compared> comparisons = new ArrayList<>();

    /// Knuth's linear congruential generator.
    private static final class Numbers {
        private long state = 7;

        double next() {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (state >>> 11) / (double) (1L << 53);
        }
    }

    /// Solved to rounding it gives 25.1624; as AlpacaEval calls it, which stops sooner, 25.1650.
    @Test
    void winRateIsThatOfScikitLearn() throws IOException {
        makeUp();
        Path file = Files.writeString(folder.resolve("df_gamed.csv"), gamed);

        double rate = LengthControl.read(file).winRate(comparisons);

        assertThat(rate).isCloseTo(25.1624, within(0.005));
        assertThat(
                        comparisons.stream()
                                .mapToDouble(one -> 100 * one.credit().orElseThrow())
                                .average()
                                .orElseThrow())
                .isCloseTo(24.199820, within(1e-6));
    }

    @Test
    void instructionWithoutADifficultyIsRefused() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("df_gamed.csv"), gamed + "0,m,0,0.5,1,0.25,False\n");
        var one = new LengthControl.Compared(3, 4, OptionalDouble.of(1));

        assertThatThrownBy(() -> LengthControl.read(file).winRate(List.of(one, one)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("difficulties of 1 instructions, and none of number 1");
    }

    @Test
    void columnThatIsMissingIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("df_gamed.csv"), "index,preference\n0,1\n");

        assertThatThrownBy(() -> LengthControl.read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("instruction_difficulty is \"\"");
    }

    private void makeUp() {
        double[] difficulty = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            difficulty[i] = numbers.next() * 4 - 2;
        }
        for (double kind : new double[] {1.2, -1.0}) {
            for (int i = 0; i < COUNT; i++) {
                double delta = kind + numbers.next() - 0.5;
                double z = 0.9 * Math.tanh(delta) + 0.3 * difficulty[i] + numbers.next() - 0.5;
                gamed.append("0,m,").append(i).append(',').append(1 / (1 + Math.exp(-z)));
                gamed.append(',').append(delta).append(',').append(difficulty[i]);
                gamed.append(",False\n");
            }
        }
        int[] baseline = new int[COUNT];
        int[] own = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            baseline[i] = (int) (400 + 1200 * numbers.next());
        }
        for (int i = 0; i < COUNT; i++) {
            own[i] = (int) (300 + 900 * numbers.next());
        }
        for (int i = 0; i < COUNT; i++) {
            double noise = 2 * (numbers.next() - 0.5);
            double z = -1.1 + 0.5 * difficulty[i] - 0.0008 * (baseline[i] - own[i]) + noise;
            comparisons.add(
                    new LengthControl.Compared(
                            baseline[i], own[i], OptionalDouble.of(1 / (1 + Math.exp(-z)))));
        }
    }
}
