package dev.glimpse.evaluation.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.Golden;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Options;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Every rule against what its reference program gave.
class ExtractorGoldenTest {

    @ParameterizedTest
    @CsvSource({
        "vk-2026, vlmevalkit_current",
        "vk-2024, vlmevalkit_openbmb_fork",
        "le-static, lmms_extract_mcq"
    })
    void choicesAreReadAsTheReferenceDoes(String rule, String key) {
        List<JsonNode> cases = Golden.cases("mcq_matcher.json");

        assertThat(cases)
                .hasSize(307)
                .allSatisfy(one ->
                        assertThat(read(rule, one, options(one.get("choices"))))
                                .as("%s", one)
                                .isEqualTo(text(one.get(key))));
    }

    /// The rule's first half: with options whose text no response has.
    @Test
    void lettersAloneAreReadAsTheReferenceDoes() {
        assertThat(Golden.cases("mcq_matcher.json"))
                .allSatisfy(one -> {
                    var unheard =
                            new Options(
                                    options(one.get("choices")).letters().stream()
                                            .map(letter -> new Option(letter, "\u0001\u0002"))
                                            .toList());
                    assertThat(read("vk-2026", one, unheard))
                            .as("%s", one)
                            .isEqualTo(text(one.get("vlmevalkit_current_option_only")));
                });
    }

    @Test
    void theTwoAgesOfVlmEvalKitLeaveDifferentNumbersUndecided() {
        assertThat(undecided("vk-2026")).isEqualTo(258);
        assertThat(undecided("vk-2024")).isEqualTo(61);
    }

    @ParameterizedTest
    @CsvSource({"vk-yes-no, vlmevalkit", "mme-official, mme_official", "le-yes-no, lmms"})
    void yesAndNoAreReadAsTheReferenceDoes(String rule, String key) {
        List<JsonNode> cases = Golden.cases("yes_no.json");

        assertThat(cases)
                .hasSize(39)
                .allSatisfy(one ->
                        assertThat(read(rule, one, Options.NONE).orElse("other"))
                                .as("%s", one)
                                .isEqualToIgnoringCase(
                                        one.get(key).asString().replace("Unknown", "other")));
    }

    @Test
    void scienceQaIsReadAsLmmsEvalDoes() {
        var options = Options.of(List.of("ant", "cat", "dog", "cow"));

        assertThat(Golden.cases("scienceqa_lmms.json"))
                .hasSize(11)
                .allSatisfy(one ->
                        assertThat(
                                        read("le-scienceqa", one, options)
                                                .equals(text(one.get("answer"))))
                                .as("%s", one)
                                .isEqualTo(one.get("lmms").asDouble() == 1));
    }

    @Test
    void mvBenchIsCheckedAsPublishedAndReadAsLmmsEvalDoes() {
        assertThat(Golden.cases("mvbench.json"))
                .hasSize(16)
                .allSatisfy(one -> {
                    String response = one.get("response").asString();
                    assertThat(MvBenchCheck.published(response, one.get("gt").asString()))
                            .as("%s", one)
                            .isEqualTo(one.get("official_check_ans").asBoolean());
                    assertThat(read("le-mvbench", one, Options.NONE).equals(Optional.of("A")))
                            .as("%s", one)
                            .isEqualTo(one.get("lmms").asInt() == 1);
                });
    }

    private static long undecided(String rule) {
        return Golden.cases("mcq_matcher.json").stream()
                .filter(one -> read(rule, one, options(one.get("choices"))).isEmpty())
                .count();
    }

    private static Optional<String> read(String rule, JsonNode one, Options options) {
        return Extractors.named(rule).extract(one.get("response").asString(), options);
    }

    private static Options options(JsonNode choices) {
        return new Options(
                choices.properties().stream()
                        .map(choice -> new Option(choice.getKey(), choice.getValue().asString()))
                        .toList());
    }

    private static Optional<String> text(JsonNode value) {
        return value.isNull() ? Optional.empty() : Optional.of(value.asString());
    }
}
