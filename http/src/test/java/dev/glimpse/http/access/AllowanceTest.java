package dev.glimpse.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glimpse.http.access.RequestRate.Unit;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final AtomicLong now = new AtomicLong(-7);

    @Test
    void aRateLetsItsRequestsInAtOnceThenOneByOne() {
        var allowance = allowance(Optional.of(new RequestRate(3, Unit.MIN)), OptionalInt.empty());
        for (int i = 0; i < 3; i++) {
            allowance.enter().close();
        }
        RequestException refused = refusal(allowance);
        assertThat(refused.type()).isEqualTo(ErrorType.RATE_LIMITED);
        assertThat(refused.getMessage()).contains("3/min");
        assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(15));
        assertThat(refusal(allowance).retryAfter()).hasValue(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));
        allowance.enter().close();
        refusal(allowance);
    }

    @Test
    void noMoreIsSavedUpThanTheRate() {
        var allowance = allowance(Optional.of(new RequestRate(2, Unit.S)), OptionalInt.empty());
        allowance.enter().close();
        pass(Duration.ofDays(1000));
        allowance.enter().close();
        allowance.enter().close();
        refusal(allowance);
    }

    @Test
    void soManyAreUnderWayAtOnce() {
        var allowance = allowance(Optional.empty(), OptionalInt.of(2));
        var first = allowance.enter();
        allowance.enter();
        assertThat(refusal(allowance).getMessage()).contains("2 requests under way");
        first.close();
        first.close(); // again: no second place
        allowance.enter();
        refusal(allowance);
    }

    @Test
    void aRequestThatFindsNoPlaceCostsNothingOfTheRate() {
        var rate = Optional.of(new RequestRate(2, Unit.H));
        var allowance = allowance(rate, OptionalInt.of(1));
        var first = allowance.enter();
        refusal(allowance);
        first.close();
        allowance.enter().close();
        assertThat(refusal(allowance).getMessage()).contains("2/h");
    }

    private Allowance allowance(Optional<RequestRate> rate, OptionalInt concurrent) {
        return new Allowance(ApiKey.of("test", "secret", rate, concurrent), now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static RequestException refusal(Allowance allowance) {
        return catchThrowableOfType(RequestException.class, allowance::enter);
    }
}
