package dev.glimpse.evaluation.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.RuleException;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractorTest {
    private static final Options ANIMALS =
            Options.of(List.of("teddy bear", "rabbit", "cat", "dog"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "B one two three,B",
                "B one two three four,none",
                "'A\u00A0B',none",
                "the answer is *b*,B",
                "the answer is E,none",
                "A rabbit,A",
                "'😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀 rabbit',B",
            })
    void recentVlmEvalKitHasItsOddities(String response, String letter) {
        assertThat(Extractors.named("vk-2026").extract(response, ANIMALS).orElse(null))
                .isEqualTo(letter);
    }

    @Test
    void letterThatTheQuestionDoesNotOfferIsNone() {
        var two = new Options(List.of(new Option("A", "yes"), new Option("C", "no")));

        assertThat(Extractors.named("vk-2024").extract("B", two)).isEmpty();
        assertThat(Extractors.named("vk-2024").extract("C", two)).contains("C");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "B,B",
                "b,none",
                "B. cat,B",
                "B.cat,none",
                "The answer is C.,C",
                "The answer is C!,C",
                "The answer is C. The answer is D.,none",
                "E,none",
            })
    void llavaReadsScienceQaByItsOwnRule(String response, String letter) {
        assertThat(Extractors.named("llava-scienceqa").extract(response, ANIMALS).orElse(null))
                .isEqualTo(letter);
    }

    /// Against what the reference gives.
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "B,B",
                "A rabbit,A",
                "I see A small rabbit,B",
                "'A is what I choose here, (B).',B",
                "The answer is (C).,C",
                "C: a cat,C",
                "Answer:D,none",
                "B and C.,B",
                "E,E",
                "the dog and the cat,none",
                "'B, surely',B",
                "A B,none",
                "It is B) or so,B",
                "**B**,none",
            })
    void olderVlmEvalKitLivesOnInLmmsEval(String response, String letter) {
        assertThat(Extractors.named("le-mmbench").extract(response, ANIMALS).orElse(null))
                .isEqualTo(letter);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "le-ai2d, 'B. rabbit', B",
                "le-ai2d, '(b)', B",
                "le-ai2d, 'B rabbit', none",
                "le-ai2d, 'E', none",
                "lm-eval-mmlu, '(c). ', C",
                "lm-eval-mmlu, 'c! really', none",
                "lm-eval-mmlu, 'It is C', none",
                "scienceqa-official, 'The answer is C.', C",
                "scienceqa-official, 'C', none",
                "scienceqa-official, 'The answer is E.', none",
                "vk-mvbench, '(B) rabbit', B",
                "vk-mvbench, 'Surely it is (C)', C",
                "vk-mvbench, '', none",
            })
    void lettersAreReadAsTheProgramsDo(String rule, String response, String letter) {
        assertThat(Extractors.named(rule).extract(response, ANIMALS).orElse(null))
                .isEqualTo(letter);
    }

    @Test
    void lineBreakEndsAnAnswerToMmlu() {
        assertThat(Extractors.named("lm-eval-mmlu").extract(" d\n\nQuestion: B", ANIMALS))
                .contains("D");
    }

    @Test
    void taggedAnswerOfMiniCpmStandsForItself() {
        assertThat(AnswerCut.named("minicpm-v4.6").cut("a</think>b <answer> 12 </answer> c"))
                .isEqualTo("12");
        assertThat(AnswerCut.named("minicpm-v4.6").cut("a</think> Answer: B"))
                .isEqualTo("Answer: B");
    }

    @Test
    void mvBenchIsGuardedAgainstRepliesThatSayNothing() {
        var guarded = Extractors.named("mvbench-guarded");

        assertThat(guarded.extract("", ANIMALS)).isEmpty();
        assertThat(guarded.extract("(", ANIMALS)).isEmpty();
        assertThat(guarded.extract("(C) cat", ANIMALS)).contains("C");
        assertThat(MvBenchCheck.published("", "(A) teddy bear")).isTrue();
    }

    @Test
    void periodsBeyondTheThirtySecondStay() {
        String response = ". ".repeat(32) + "yes.";

        assertThat(Extractors.named("vk-yes-no").extract(response, Options.NONE)).isEmpty();
        assertThat(Extractors.named("vk-yes-no").extract(response.substring(2), Options.NONE))
                .contains("Yes");
    }

    @Test
    void rulesAreFoundByNameAndByVersion() {
        assertThat(Extractors.named("vk-2026@1").id().toString()).isEqualTo("vk-2026@1");
        assertThatThrownBy(() -> Extractors.named("vk-2026@9"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("vk-2026, vk-2024, le-static");
    }

    @ParameterizedTest
    @CsvSource({
        "thoughts, '<think>A or B</think> C', C",
        "thoughts, '<think>A or B', ''",
        "none, '<think>A</think>B', '<think>A</think>B'",
        "minicpm-v4-choice, 'Answer: A, no. Answer: b', b",
        "minicpm-v4-choice, 'Answer: Bob', 'Answer: Bob'",
        "minicpm-v4-choice, 'Answer:\nJ', 'Answer:\nJ'",
        "minicpm-v4-short, 'x Answer: 3 cm\nAnswer: 4', '3 cm\nAnswer: 4'",
        "minicpm-v4.6-choice, '<think>Answer: A</think><answer> B </answer>', B",
        "minicpm-v4.6-choice, 'Answer is A. 答案为：J', J",
        "minicpm-v4.6-choice, 'no idea', 'no idea'",
    })
    void cutsLeaveWhatTheReferenceLeaves(String cut, String response, String left) {
        assertThat(AnswerCut.named(cut).cut(response)).isEqualTo(left);
    }
}
