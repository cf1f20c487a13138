package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.options.PlacementOptions;
import dev.glimpse.runtime.options.Threads;
import org.junit.jupiter.api.Test;

class CpuShareTest {
    private static final long SMALL = 5_000_000;
    private static final long LARGE = 2_000_000_000;

    private static CpuShare share(long parameters, Threads threads, int processors) {
        return CpuShare.of(parameters, PlacementOptions.DEFAULT.withThreads(threads), processors);
    }

    @Test
    void largeModelsTakeAllProcessorsInTurns() {
        assertThat(share(LARGE, Threads.AUTOMATIC, 8)).isEqualTo(new CpuShare(8, 8, false));
    }

    @Test
    void smallModelsTakeOneEachWhereThereAreTwo() {
        assertThat(share(SMALL, Threads.AUTOMATIC, 2)).isEqualTo(new CpuShare(1, 1, true));
        assertThat(share(SMALL, Threads.AUTOMATIC, 1)).isEqualTo(new CpuShare(1, 1, false));
    }

    @Test
    void processorsCanBeSplit() {
        assertThat(share(LARGE, new Threads(6, 2), 8)).isEqualTo(new CpuShare(6, 2, true));
        assertThat(share(LARGE, new Threads(6, 3), 8)).isEqualTo(new CpuShare(6, 3, false));
        assertThat(share(LARGE, new Threads(3, 0), 8)).isEqualTo(new CpuShare(3, 3, true));
    }

    @Test
    void gpusComputeBesideTheProcessor() {
        assertThat(CpuShare.of(LARGE, PlacementOptions.DEFAULT.withGpuLayers(-1), 2))
                .isEqualTo(new CpuShare(2, 2, true));
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatThrownBy(() -> new Threads(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads is -1; allowed: 0 (automatic) to");
        assertThatThrownBy(() -> new Threads(0, 100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("visionThreads is 100000");
    }
}
