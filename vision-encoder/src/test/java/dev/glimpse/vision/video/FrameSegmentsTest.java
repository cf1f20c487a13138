package dev.glimpse.vision.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.vision.fault.ImageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against what `get_index` of MVBench's own code gives.
class FrameSegmentsTest {

    @ParameterizedTest
    @CsvSource({
        "8, , , 0, 99, 25, '6 18 31 43 56 68 80 93'",
        "8, 1.5, 4.5, 0, 299, 29.97, '50 61 72 84 95 106 118 129'",
        "16, 0.5, 2.5, 1, 120, 3, '2 2 3 3 4 4 4 5 5 5 6 6 6 7 7 8'",
        "8, , , 0, 3, 10, '0 0 1 1 2 2 2 3'",
        "8, 11.5, 100, 0, 479, 24, '288 313 339 364 390 415 440 466'",
    })
    void framesAreThoseOfMvBench(
            int frames, Double start, Double end, int first, int last, double rate, String right) {
        Optional<FrameSegments.Part> part =
                Optional.ofNullable(start).map(from -> new FrameSegments.Part(from, end));

        List<Integer> indices = new FrameSegments(frames, part).indices(first, last, rate);

        assertThat(indices)
                .isEqualTo(Arrays.stream(right.split(" ")).map(Integer::valueOf).toList());
    }

    @Test
    void aPartBehindTheEndHasNoFrames() {
        var segments = new FrameSegments(8, Optional.of(new FrameSegments.Part(20, 30)));

        assertThatThrownBy(() -> segments.indices(100, 10))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("100 frames, 10.000 a second")
                .hasMessageContaining("at frame 200");
    }

    @Test
    void wordsGiveTheSameRule() {
        for (FrameChoice choice :
                List.of(
                        FrameSampling.DEFAULT,
                        new FrameSegments(8, Optional.empty()),
                        new FrameSegments(16, Optional.of(new FrameSegments.Part(0.1, 7.25))))) {
            assertThat(FrameChoice.ofWords(choice.words())).isEqualTo(choice);
        }
    }
}
