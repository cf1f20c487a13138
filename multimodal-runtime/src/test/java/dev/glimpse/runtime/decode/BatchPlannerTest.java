package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

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
    void promptsAloneFillTheBatchInTheirOrder() {
        var plan = PLANNER.plan(List.of(text(0, 20), text(1, 20)), false);
        assertThat(plan).isEqualTo(tokens(new Share(0, 20), new Share(1, 12)));
    }

    @Test
    void promptsWaitBesideAnswers() {
        var plan = PLANNER.plan(List.of(text(0, 20), answer(1), answer(2)), false);
        assertThat(plan).isEqualTo(tokens(new Share(1, 1), new Share(2, 1), new Share(0, PREFILL)));
    }

    @Test
    void imagesAndTokensTakeTurns() {
        var demands = List.of(image(0, 64), answer(1));
        assertThat(PLANNER.plan(demands, false))
                .isEqualTo(new Plan(true, true, List.of(new Share(0, PREFILL))));
        assertThat(PLANNER.plan(demands, true)).isEqualTo(tokens(new Share(1, 1)));
    }

    @Test
    void imageWhoseRowsSeeEachOtherIsAloneAndWhole() {
        var whole = new Demand(0, Kind.WHOLE_IMAGE, 30);
        assertThat(PLANNER.plan(List.of(whole, image(1, 10), answer(2)), false))
                .isEqualTo(new Plan(true, false, List.of(new Share(0, 30))));
        assertThat(PLANNER.plan(List.of(image(1, 10), whole), false))
                .isEqualTo(new Plan(true, true, List.of(new Share(1, 10))));
    }

    @Test
    void anyDemandsAreServedWithinTwoBatches() {
        var random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            var demands = new ArrayList<Demand>();
            for (int slot = 0; slot <= random.nextInt(BATCH - PREFILL); slot++) {
                Kind kind = KINDS.get(random.nextInt(KINDS.size()));
                int rows = kind == Kind.ANSWER ? 1 : 1 + random.nextInt(BATCH);
                demands.add(new Demand(slot, kind, rows));
            }
            Plan first = PLANNER.plan(demands, random.nextBoolean());
            Plan second = PLANNER.plan(demands, first.images());
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
        for (Share share : plan.shares()) {
            Demand demand = demands.get(share.slot());
            assertThat(share.rows()).isBetween(1, demand.rows());
            boolean image = demand.kind() == Kind.IMAGE || demand.kind() == Kind.WHOLE_IMAGE;
            assertThat(image).isEqualTo(plan.images());
            if (demand.kind() == Kind.WHOLE_IMAGE) {
                assertThat(share.rows()).isEqualTo(demand.rows());
            }
            assertThat(plan.causal()).isEqualTo(demand.kind() != Kind.WHOLE_IMAGE);
        }
    }

    private static Plan tokens(Share... shares) {
        return new Plan(false, true, List.of(shares));
    }

    private static Demand text(int slot, int rows) {
        return new Demand(slot, Kind.TEXT, rows);
    }

    private static Demand image(int slot, int rows) {
        return new Demand(slot, Kind.IMAGE, rows);
    }

    private static Demand answer(int slot) {
        return new Demand(slot, Kind.ANSWER, 1);
    }
}
