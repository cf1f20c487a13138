package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.decode.BatchPlanner.Contents;
import dev.glimpse.runtime.decode.BatchPlanner.Demand;
import dev.glimpse.runtime.decode.BatchPlanner.Kind;
import dev.glimpse.runtime.decode.BatchPlanner.Plan;
import dev.glimpse.runtime.decode.BatchPlanner.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {
    private static final int BATCH = 32;
    private static final int PREFILL = 8;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final BatchPlanner PLANNER = new BatchPlanner(BATCH, PREFILL);

    @Test
    void promptsAloneFillTheBatch() {
        assertThat(PLANNER.plan(List.of(text(0, 20), text(1, 20)), false))
                .isEqualTo(tokens(new Share(0, 16), new Share(1, 16)));
        assertThat(PLANNER.plan(List.of(text(0, 90)), false))
                .isEqualTo(tokens(new Share(0, BATCH)));
    }

    @Test
    void longPromptsHoldUpNoShortOnes() {
        assertThat(PLANNER.plan(List.of(text(0, 90), text(1, 2), text(2, 90)), false))
                .isEqualTo(tokens(new Share(1, 2), new Share(0, 15), new Share(2, 15)));
        assertThat(PLANNER.plan(List.of(text(0, 90), text(1, 3), answer(2)), false))
                .isEqualTo(tokens(new Share(2, 1), new Share(1, 3), new Share(0, PREFILL - 3)));
    }

    @Test
    void promptsWaitBesideAnswers() {
        var plan = PLANNER.plan(List.of(text(0, 20), answer(1), answer(2)), false);
        assertThat(plan).isEqualTo(tokens(new Share(1, 1), new Share(2, 1), new Share(0, PREFILL)));
    }

    @Test
    void fusedPromptsGoBesideAnswers() {
        assertThat(PLANNER.plan(List.of(fused(0, 64, 3), answer(1), fused(2, 5, 5)), false))
                .isEqualTo(
                        new Plan(
                                Contents.FUSED,
                                List.of(new Share(1, 1), new Share(2, 4), new Share(0, 4))));
    }

    @Test
    void fusedPromptsAreTokensWhereNoImageRowComes() {
        assertThat(PLANNER.plan(List.of(fused(0, 64, PREFILL), answer(1)), false))
                .isEqualTo(tokens(new Share(1, 1), new Share(0, PREFILL)));
        assertThat(PLANNER.plan(List.of(fused(0, 64, PREFILL - 1), answer(1)), false).contents())
                .isEqualTo(Contents.FUSED);
        assertThat(PLANNER.plan(List.of(fused(0, 64, 0)), true))
                .isEqualTo(new Plan(Contents.FUSED, List.of(new Share(0, BATCH))));
    }

    @Test
    void fusedPromptsAndWholeImagesTakeTurns() {
        var demands = List.of(whole(0, 30), fused(1, 64, 2));
        assertThat(PLANNER.plan(demands, false))
                .isEqualTo(new Plan(Contents.WHOLE_IMAGE, List.of(new Share(0, 30))));
        assertThat(PLANNER.plan(demands, true))
                .isEqualTo(new Plan(Contents.FUSED, List.of(new Share(1, BATCH))));
    }

    @Test
    void imagesAndTokensTakeTurns() {
        var demands = List.of(image(0, 64), answer(1));
        assertThat(PLANNER.plan(demands, false))
                .isEqualTo(new Plan(Contents.IMAGES, List.of(new Share(0, PREFILL))));
        assertThat(PLANNER.plan(demands, true)).isEqualTo(tokens(new Share(1, 1)));
    }

    @Test
    void imageWhoseRowsSeeEachOtherIsAloneAndWhole() {
        var whole = whole(0, 30);
        assertThat(PLANNER.plan(List.of(whole, image(1, 10), answer(2)), false))
                .isEqualTo(new Plan(Contents.WHOLE_IMAGE, List.of(new Share(0, 30))));
        assertThat(PLANNER.plan(List.of(image(1, 10), whole), false))
                .isEqualTo(new Plan(Contents.IMAGES, List.of(new Share(1, 10))));
    }

    @Test
    void anyDemandsAreServedWithinTwoBatches() {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            var demands = new ArrayList<Demand>();
            for (int slot = 0; slot <= random.nextInt(BATCH - PREFILL); slot++) {
                Kind kind = KINDS.get(random.nextInt(KINDS.size()));
                int rows = kind == Kind.ANSWER ? 1 : 1 + random.nextInt(BATCH);
                demands.add(new Demand(slot, kind, rows, textRows(kind, rows, random)));
            }
            Plan first = PLANNER.plan(demands, random.nextBoolean());
            Plan second = PLANNER.plan(demands, first.contents().areApart());
            requireSound(first, demands);
            requireSound(second, demands);
            for (Demand demand : demands) {
                if (demand.kind() == Kind.ANSWER) {
                    assertThat(
                                    first.shares().contains(new Share(demand.slot(), 1))
                                            || second.shares()
                                                    .contains(new Share(demand.slot(), 1)))
                            .isTrue();
                }
            }
        }
    }

    private static void requireSound(Plan plan, List<Demand> demands) {
        assertThat(plan.shares()).isNotEmpty();
        assertThat(plan.shares().stream().mapToInt(Share::rows).sum()).isLessThanOrEqualTo(BATCH);
        assertThat(plan.shares().stream().map(Share::slot)).doesNotHaveDuplicates();
        boolean images = false;
        for (Share share : plan.shares()) {
            Demand demand = demands.get(share.slot());
            assertThat(share.rows()).isBetween(1, demand.rows());
            assertThat(demand.isApart()).isEqualTo(plan.contents().areApart());
            images |= share.rows() > demand.textRows();
            if (demand.kind() == Kind.WHOLE_IMAGE) {
                assertThat(share.rows()).isEqualTo(demand.rows());
            }
            assertThat(plan.contents().areCausal()).isEqualTo(demand.kind() != Kind.WHOLE_IMAGE);
        }
        assertThat(plan.contents().areEmbeddings()).isEqualTo(images);
    }

    private static int textRows(Kind kind, int rows, Random random) {
        return switch (kind) {
            case ANSWER, TEXT -> rows;
            case FUSED -> random.nextInt(rows + 1);
            case IMAGE, WHOLE_IMAGE -> 0;
        };
    }

    private static Plan tokens(Share... shares) {
        return new Plan(Contents.TOKENS, List.of(shares));
    }

    private static Demand text(int slot, int rows) {
        return new Demand(slot, Kind.TEXT, rows, rows);
    }

    private static Demand fused(int slot, int rows, int textRows) {
        return new Demand(slot, Kind.FUSED, rows, textRows);
    }

    private static Demand image(int slot, int rows) {
        return new Demand(slot, Kind.IMAGE, rows, 0);
    }

    private static Demand whole(int slot, int rows) {
        return new Demand(slot, Kind.WHOLE_IMAGE, rows, 0);
    }

    private static Demand answer(int slot) {
        return new Demand(slot, Kind.ANSWER, 1, 1);
    }
}
