package dev.glimpse.vision.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glimpse.vision.slice.GoldenFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketRuleTest {

    @Test
    void floatRuleDiffersFromTheExactOneJustWhereTheOfficialCodeDoes() {
        List<GoldenFile.Row> golden = GoldenFile.rows("buckets.csv");
        assertThat(golden).hasSize(401);
        int next = 0;
        for (int count = 1; count <= 600; count++) {
            for (int index = 0; index < count; index++) {
                int exact = 70 * index / count;
                assertThat(BucketRule.EXACT.bucket(index, count, 70)).isEqualTo(exact);
                int expected = exact;
                if (next < golden.size()
                        && golden.get(next).number(0) == count
                        && golden.get(next).number(1) == index) {
                    expected = golden.get(next).number(2);
                    next++;
                }
                assertThat(BucketRule.FLOAT32.bucket(index, count, 70))
                        .as(index + " of " + count)
                        .isEqualTo(expected);
            }
        }
        assertThat(next).isEqualTo(golden.size());
    }

    @Test
    void rowsOfTheTableFollowThePatches() {
        assertThat(BucketRule.EXACT.tableRows(new PatchGrid(2, 3), 70))
                .containsExactly(0, 35, 23 * 70, 23 * 70 + 35, 46 * 70, 46 * 70 + 35);
        int[] rows = BucketRule.FLOAT32.tableRows(new PatchGrid(50, 1), 70);
        assertThat(rows[5]).isEqualTo(6);
        assertThat(BucketRule.EXACT.tableRows(new PatchGrid(50, 1), 70)[5]).isEqualTo(7);
    }

    @Test
    void bucketsOfVeryLongSlicesStayInTheTable() {
        for (BucketRule rule : BucketRule.values()) {
            int[] rows = rule.tableRows(new PatchGrid(4096, 1), 70);
            assertThat(rows[0]).isZero();
            assertThat(rows[4095]).isEqualTo(69);
        }
    }

    @Test
    void emptyTablesAndGridsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BucketRule.EXACT.tableRows(new PatchGrid(2, 2), 0))
                .withMessage("tableSide is 0; it must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PatchGrid(0, 2))
                .withMessage("patch grid is 0x2; each side must be 1 or more");
    }
}
