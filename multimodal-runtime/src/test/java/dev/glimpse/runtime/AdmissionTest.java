package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.fault.QueueFullException;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void oneRunsAndSoManyWait() {
        var admission = new Admission(1);
        try (var _ = admission.enter();
                var _ = admission.enter()) {
            assertThat(admission.size()).isEqualTo(2);
            assertThatThrownBy(admission::enter)
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("1 requests wait");
            assertThat(admission.size()).isEqualTo(2);
        }
        assertThat(admission.size()).isZero();
    }

    @Test
    void placeIsGivenBackOnce() {
        var admission = new Admission(1);
        try (var _ = admission.enter()) {
            var place = admission.enter();
            place.close();
            place.close();
            assertThat(admission.size()).isEqualTo(1);
        }
    }
}
