package dev.glimpse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    @Test
    void bodiesTogetherStayWithinTheBudget() {
        long heap = Runtime.getRuntime().maxMemory();
        BodyBudget budget = BodyBudget.forRequestsOf(1);
        budget.reserve(heap / 8);
        assertThatThrownBy(() -> budget.reserve(heap / 8))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> assertThat(e.type()).isEqualTo(ErrorType.QUEUE_FULL));
        assertThat(budget.used()).as("a refusal takes nothing").isEqualTo(heap / 8);
        budget.release(heap / 8);
        budget.reserve(heap / 8);
        assertThat(budget.used()).isEqualTo(heap / 8);
    }

    @Test
    void oneBodyOfAnyAllowedSizeFits() {
        long huge = Runtime.getRuntime().maxMemory();
        BodyBudget budget = BodyBudget.forRequestsOf(huge);
        budget.reserve(huge);
        assertThat(budget.used()).isEqualTo(huge);
    }
}
