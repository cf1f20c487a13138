package dev.glimpse.evaluation.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against what CPython 3 draws.
class OrderSwitchTest {

    @ParameterizedTest
    @CsvSource({
        "'What are the names of some famous actors that started their careers on Broadway?', true",
        "'', false",
        "Über naïve 漢字 😀, false",
        "a, true",
        "c, false",
    })
    void orderFollowsFromTheInstruction(String instruction, boolean switched) {
        assertThat(OrderSwitch.of(instruction)).isEqualTo(switched);
    }

    @Test
    void manyInstructionsAreDrawnAlike() {
        String drawn =
                IntStream.range(0, 64)
                        .mapToObj(i -> OrderSwitch.of("instruction " + i) ? "1" : "0")
                        .collect(Collectors.joining());

        assertThat(drawn)
                .isEqualTo("0110111000110011001010101110110110000110000100011100010101101011");
    }
}
