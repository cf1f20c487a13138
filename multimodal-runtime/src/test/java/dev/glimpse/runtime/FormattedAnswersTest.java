package dev.glimpse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers of the embedded model, which knows nothing of JSON, in a form that is asked for.
@ExtendWith(NoLeaks.class)
class FormattedAnswersTest {
    private static final String SCHEMA =
            """
            {"type":"object","properties":{
              "colour":{"enum":["red","green","blue"]},
              "shapes":{"type":"array","minItems":1,"maxItems":3,
                        "items":{"type":"string","pattern":"^[a-z]{3,8}$"}},
              "count":{"type":"integer","minimum":1,"maximum":20},
              "sure":{"type":["boolean","null"]}},
             "required":["colour","shapes","count"],"additionalProperties":false}
            """;

    private static VisionLanguageModel model;

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = VisionLanguageModel.open(ModelOptions.textOnly(EmbeddedModel.text()));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void answersFollowTheSchemaWithEverySampler() {
        var format = ResponseFormat.jsonSchema(SCHEMA);
        int complete = 0;
        for (int seed = 0; seed < 20; seed++) {
            var sampling =
                    SamplingOptions.GREEDY
                            .withTemperature(seed * 0.2f)
                            .withTopK(seed % 3 * 20)
                            .withTopP(seed % 2 == 0 ? 1 : 0.9f)
                            .with(SamplingOption.XTC_PROBABILITY, seed % 5 * 0.2)
                            .with(SamplingOption.DRY_MULTIPLIER, seed % 4)
                            .with(SamplingOption.TYPICAL_P, seed % 7 == 0 ? 0.9 : 1)
                            .withRepetitionPenalty(1 + seed % 6)
                            .withSeed(seed);
            var result = model.generate(request(format).withSampling(sampling));
            if (result.finishReason() == FinishReason.STOP) {
                complete++;
                checkShapes(JsonMapper.shared().readTree(result.text()));
            } else {
                assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
                assertThat(result.usage().completionTokens()).isEqualTo(200);
            }
        }
        assertThat(complete).isGreaterThan(10);
    }

    private static void checkShapes(JsonNode answer) {
        assertThat(List.of("red", "green", "blue")).contains(answer.get("colour").stringValue());
        assertThat(answer.get("shapes").size()).isBetween(1, 3);
        for (JsonNode shape : answer.get("shapes")) {
            assertThat(shape.stringValue()).matches("[a-z]{3,8}");
        }
        assertThat(answer.get("count").isIntegralNumber()).isTrue();
        assertThat(answer.get("count").intValue()).isBetween(1, 20);
        assertThat(
                        answer.path("sure").isMissingNode()
                                || answer.get("sure").isBoolean()
                                || answer.get("sure").isNull())
                .isTrue();
    }

    @Test
    void grammarsAndObjectsAreFollowed() {
        var grammar = ResponseFormat.grammar("root ::= (\"a\" | \"bc\"){3,5} \"!\"");
        assertThat(model.generate(request(grammar)).text()).matches("(a|bc){3,5}!");
        var sampling = SamplingOptions.GREEDY.withTemperature(0.8f).withSeed(11);
        var request = request(ResponseFormat.jsonObject()).withSampling(sampling);
        var result = model.generate(request.withMaxTokens(400));
        assertThat(result.text()).startsWith("{");
        if (result.finishReason() == FinishReason.STOP) {
            assertThat(JsonMapper.shared().readTree(result.text()).isObject()).isTrue();
        }
    }

    @Test
    void streamedTextIsTheAnswerAndStopsStillEndIt() {
        var grammar = ResponseFormat.grammar("root ::= \"one, two, three, four\"");
        var text = new StringBuilder();
        var result =
                model.generate(
                        request(grammar),
                        event -> {
                            if (event instanceof GenerationEvent.Text(String more, _)) {
                                text.append(more);
                            }
                        },
                        new Cancellation());
        assertThat(text.toString()).isEqualTo(result.text()).isEqualTo("one, two, three, four");
        assertThat(result.reasoning()).isEmpty();
        var stopped = model.generate(request(grammar).withStop(List.of(", th")));
        assertThat(stopped.text()).isEqualTo("one, two");
        var cut = model.generate(request(grammar).withMaxTokens(2));
        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat("one, two, three, four").startsWith(cut.text());
    }

    @Test
    void answersToOneSeedAreTheSame() {
        var request =
                request(ResponseFormat.jsonSchema(SCHEMA))
                        .withSampling(SamplingOptions.GREEDY.withTemperature(2).withSeed(9));
        assertThat(model.generate(request).text()).isEqualTo(model.generate(request).text());
    }

    @Test
    void whatCannotBeSaidEndsTheRequest() {
        var banned = new ArrayList<LogitBias>();
        for (int token = 0; token < 1000; token++) {
            banned.add(new LogitBias.OfToken(token, LogitBias.BAN));
        }
        var flamingo = ResponseFormat.grammar("root ::= \"\\U0001F9A9\"");
        var sampling = SamplingOptions.GREEDY.withLogitBias(banned);
        var ambiguous = ResponseFormat.grammar("root ::= a\na ::= \"x\" a \"y\" | \"x\" a \"z\"");
        assertThatThrownBy(() -> model.generate(request(ambiguous)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("too many ways");
        // Tokens of single bytes are among the first thousand.
        assertThatThrownBy(() -> model.generate(request(flamingo).withSampling(sampling)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("logit_bias bans");
        assertThat(model.generate(request(flamingo)).text()).isEqualTo("🦩");
    }

    @Test
    void ignoreEosBesideAFormatIsRefused() {
        var sampling = SamplingOptions.GREEDY.withIgnoreEos(true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(ResponseFormat.jsonObject()).withSampling(sampling))
                .withMessageContaining("ignore_eos");
    }

    private static GenerationRequest request(ResponseFormat format) {
        return GenerationRequest.of(Message.user(Content.text("Describe the image.")))
                .withMaxTokens(200)
                .withFormat(format);
    }
}
