package dev.glimpse.evaluation.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizedExactMatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Red.;red",
                "' a  red \t square! ';red square",
                "The sky;sky",
                "the;the",
                "A;a",
                "an apple;apple",
                "another;another",
                "3.5;3.5",
                "T-shirt;t-shirt",
                "“yes”;yes",
                "ＲＥＤ;red",
                "...;''",
            })
    void textIsComparedInThisForm(String text, String normalized) {
        assertThat(NormalizedExactMatch.normalize(text)).isEqualTo(normalized);
    }

    @Test
    void anyAcceptedAnswerWillDo() {
        assertThat(NormalizedExactMatch.isRight("A circle.", List.of("disc", "circle"))).isTrue();
    }

    @Test
    void numbersInWordsAndSentencesAreNotForgiven() {
        assertThat(NormalizedExactMatch.isRight("two", List.of("2"))).isFalse();
        assertThat(NormalizedExactMatch.isRight("it is red", List.of("red"))).isFalse();
        assertThat(NormalizedExactMatch.isRight("", List.of("red"))).isFalse();
    }
}
