package dev.glimpse.vision.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PositionTableTest {
    private static final int WIDTH = 3;

    @Test
    void aGridOfItsOwnSizeTakesTheTableAsItIs() {
        float[] values = random(27, 1);
        assertThat(new PositionTable(27, WIDTH, values).over(new PatchGrid(27, 27)))
                .containsExactly(values);
    }

    /// A constant stays constant, wherever the filter is cut off at the edges.
    @Test
    void weightsSumToOne() {
        var values = new float[5 * 5];
        Arrays.fill(values, 2.5f);
        for (PatchGrid grid : new PatchGrid[] {new PatchGrid(1, 40), new PatchGrid(9, 3)}) {
            assertThat(new PositionTable(5, 1, values).over(grid))
                    .hasSize(grid.count())
                    .containsOnly(2.5f);
        }
    }

    /// Between the outermost positions a slope stays a slope, along its own axis.
    @Test
    void columnsAndRowsAreNotExchanged() {
        int side = 9;
        var values = new float[side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % side + 100f * Math.floorDiv(i, side);
        }
        var grid = new PatchGrid(18, 9);
        float[] found = new PositionTable(side, 1, values).over(grid);
        int row = 4;
        for (int col = 4; col < 14; col++) {
            assertThat(found[row * 18 + col]).isCloseTo(col / 2f - 0.25f + 400, within(1e-3f));
        }
    }

    @Test
    void aStretchedTableGivesBackWhatItCameFrom() {
        float[] trained = random(27, 2);
        float[] stretched =
                new PositionTable(27, WIDTH, trained.clone()).over(new PatchGrid(32, 32));
        float[] back =
                new PositionTable(32, WIDTH, stretched).before(27).over(new PatchGrid(27, 27));
        for (int i = 0; i < trained.length; i++) {
            assertThat(back[i]).isCloseTo(trained[i], within(2e-6f));
        }
    }

    @Test
    void whatIsNoTableIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PositionTable(2, 3, new float[11]))
                .withMessage("table of 2x2 positions of 3 has 11 values");
        var table = new PositionTable(2, 3, new float[12]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.before(2))
                .withMessage("2 positions a side; expected 1 to 1");
    }

    private static float[] random(int side, long seed) {
        var values = new float[side * side * WIDTH];
        var random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
