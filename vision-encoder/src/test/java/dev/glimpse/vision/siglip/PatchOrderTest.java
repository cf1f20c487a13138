package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.vision.patch.PatchGrid;
import org.junit.jupiter.api.Test;

class PatchOrderTest {
    @Test
    void withoutMergersPatchesComeRowByRow() {
        assertThat(PatchOrder.of(new PatchGrid(3, 2), 0)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void windowsFollowOneAnother() {
        assertThat(PatchOrder.of(new PatchGrid(4, 2), 1)).containsExactly(0, 1, 4, 5, 2, 3, 6, 7);
    }

    @Test
    void windowsOfWindowsFollowOneAnother() {
        int[] order = PatchOrder.of(new PatchGrid(8, 4), 2);
        assertThat(order)
                .startsWith(0, 1, 8, 9, 2, 3, 10, 11, 16, 17, 24, 25, 18, 19, 26, 27, 4, 5);
        assertThat(order).doesNotHaveDuplicates().hasSize(32);
    }
}
