package dev.glimpse.http.vqa;

import static dev.glimpse.http.vqa.RefusedJson.RED;
import static dev.glimpse.http.vqa.RefusedJson.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients get wrong in the fields that say how to answer: each has a status, a type, the
/// field at fault and a message; and the server answers the next request.
@Tag("native")
class BadAnswerFieldsTest {
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @AfterEach
    void theNextRequestIsAnswered() {
        assertThat(SERVICE.ask(Questions.about(RED, "What colour is the circle?")).status())
                .isEqualTo(200);
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                arguments(
                        question("\"temperature\":\"hot\""),
                        "invalid_request",
                        "temperature",
                        "temperature is a string; expected a number"),
                arguments(
                        question("\"temperature\":11"),
                        "invalid_request",
                        "temperature",
                        "temperature is 11.0; allowed: 0 to 10"),
                arguments(
                        question("\"temperature\":1e999"),
                        "invalid_request",
                        "temperature",
                        "expected a number"),
                arguments(
                        question("\"top_k\":1.5"),
                        "invalid_request",
                        "top_k",
                        "top_k is '1.5'; expected a whole number"),
                arguments(
                        question("\"top_k\":-1"),
                        "invalid_request",
                        "top_k",
                        "top_k is -1; allowed"),
                arguments(question("\"top_p\":0"), "invalid_request", "top_p", "allowed: above 0"),
                arguments(question("\"min_p\":2"), "invalid_request", "min_p", "allowed: 0 to 1"),
                arguments(
                        question("\"repetition_penalty\":0.5"),
                        "invalid_request",
                        "repetition_penalty",
                        "allowed: 1 (off) to 10"),
                arguments(
                        question("\"seed\":4294967296"),
                        "invalid_request",
                        "seed",
                        "seed is 4294967296; allowed: 0 to "),
                arguments(
                        question("\"seed\":99999999999999999999"),
                        "invalid_request",
                        "seed",
                        "expected a whole number"),
                arguments(
                        question("\"response_format\":{\"type\":\"xml\"}"),
                        "invalid_request",
                        "response_format",
                        "allowed: text, json_object, json_schema, grammar"),
                arguments(
                        question("\"response_format\":\"json\""),
                        "invalid_request",
                        "response_format",
                        "no type that is known"),
                arguments(
                        question("\"response_format\":{\"type\":\"json_schema\"}"),
                        "invalid_request",
                        "response_format",
                        "has no json_schema.schema"),
                arguments(
                        question(
                                "\"response_format\":{\"type\":\"json_object\",\"schema\":"
                                        + "{\"properties\":{\"a\":{\"not\":{}}}}}"),
                        "invalid_request",
                        "response_format",
                        "JSON schema at #/properties/a/not: is not supported"),
                arguments(
                        question(
                                "\"response_format\":{\"type\":\"grammar\",\"grammar\":\"root ::="
                                        + " root\"}"),
                        "invalid_request",
                        "response_format",
                        "left recursion"),
                arguments(
                        question(
                                "\"ignore_eos\":true,\"response_format\":{\"type\":\"json_object\"}"),
                        "invalid_request",
                        "ignore_eos",
                        "says where answers end"),
                arguments(
                        question("\"frequency_penalty\":3"),
                        "invalid_request",
                        "frequency_penalty",
                        "frequency_penalty is 3.0; allowed: -2 to 2"),
                arguments(
                        question("\"logit_bias\":{\"9\":101}"),
                        "invalid_request",
                        "logit_bias",
                        "logit_bias is 101.0 for 9; allowed: -100 (ban) to 100"),
                arguments(
                        question("\"logit_bias\":[[\"a\"]]"),
                        "invalid_request",
                        "logit_bias",
                        "no pair"),
                arguments(
                        question("\"logit_bias\":7"),
                        "invalid_request",
                        "logit_bias",
                        "expected token or text to bias"),
                arguments(
                        question("\"dry_sequence_breakers\":[\"\"]"),
                        "invalid_request",
                        "dry_sequence_breakers",
                        "0 bytes"),
                arguments(
                        question("\"max_tokens\":0"),
                        "invalid_request",
                        "max_tokens",
                        "max_tokens is 0; allowed: 1 or more"),
                arguments(
                        question("\"max_tokens\":3000000000"),
                        "invalid_request",
                        "max_tokens",
                        "allowed: up to 2147483647"),
                arguments(
                        question("\"stream\":1"),
                        "invalid_request",
                        "stream",
                        "stream is the number 1; expected true or false"),
                arguments(
                        question("\"stop\":{}"),
                        "invalid_request",
                        "stop",
                        "stop is an object; expected"),
                arguments(
                        question("\"stop\":[\"a\",null]"),
                        "invalid_request",
                        "stop[1]",
                        "stop[1] is null; expected a string"),
                arguments(question("\"stop\":[\"\"]"), "invalid_request", "stop", "empty string"),
                arguments(
                        question("\"stop\":[" + "\"a\",".repeat(16) + "\"a\"]"),
                        "invalid_request",
                        "stop",
                        "stop has 17 strings; at most 16"));
    }

    @ParameterizedTest(name = "{index} {3}")
    @MethodSource("badFields")
    void badFieldsAreRefused(String body, String type, String param, String message) {
        RefusedJson.check(SERVICE, body, type, param, message);
    }
}
