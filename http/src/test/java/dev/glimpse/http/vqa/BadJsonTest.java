package dev.glimpse.http.vqa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients get wrong in JSON: each has a status, a type, the field at fault and a message; and
/// the server answers the next request.
@Tag("native")
class BadJsonTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final String IMAGE = Base64.getEncoder().encodeToString(RED);
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void theNextRequestIsAnswered() {
        assertThat(service.ask(Service.question(RED, "What colour is the circle?")).status())
                .isEqualTo(200);
    }

    static Stream<Arguments> badJson() {
        return Stream.of(
                arguments("", "invalid_json", null, "the body is empty"),
                arguments("{\"question\": ", "invalid_json", null, "at line 1, column 1"),
                arguments("{\n  \"question\": tru\n}", "invalid_json", null, "at line 2"),
                arguments("{} {}", "invalid_json", null, "not valid JSON"),
                arguments("{'question': 1}", "invalid_json", null, "not valid JSON"),
                arguments("[".repeat(2000), "invalid_json", null, "not valid JSON"),
                arguments(
                        "{\"question\":\"a\",\"question\":\"b\"}",
                        "invalid_json",
                        null,
                        "Duplicate"),
                arguments("[1]", "invalid_request", "body", "the body is an array"),
                arguments("\"text\"", "invalid_request", "body", "the body is a string"),
                arguments("null", "invalid_request", "body", "the body is null"),
                arguments("{}", "invalid_request", "images", "there is no image"),
                arguments(body("\"images\":[]"), "invalid_request", "images", "no image"),
                arguments(
                        "{\"images\":[\"" + IMAGE + "\"]}",
                        "invalid_request",
                        "question",
                        "question is missing"),
                arguments(
                        "{\"images\":[\"" + IMAGE + "\"],\"question\":\" \\n\"}",
                        "invalid_request",
                        "question",
                        "question is blank"),
                arguments(
                        "{\"images\":[\"" + IMAGE + "\"],\"question\":7}",
                        "invalid_request",
                        "question",
                        "question is the number 7; expected a string"),
                arguments(
                        "{\"images\":[\"" + IMAGE + "\"],\"question\":\"\\ud800!\"}",
                        "invalid_request",
                        "question",
                        "surrogate"),
                arguments(
                        body("\"questoin\":\"x\""),
                        "invalid_request",
                        "questoin",
                        "did you mean \"question\"?"),
                arguments(
                        body("\"maxTokens\":5"),
                        "invalid_request",
                        "maxTokens",
                        "did you mean \"max_tokens\"?"),
                arguments(
                        body("\"frobnicate\":1"),
                        "invalid_request",
                        "frobnicate",
                        "is unknown; allowed: images, image, question, questions, choices,"
                                + " max_tokens"),
                arguments(
                        body("\"images\":\"" + IMAGE + "\""),
                        "invalid_request",
                        "images",
                        "images is a string; expected an array"),
                arguments(
                        body("\"images\":[\"" + IMAGE + "\", 5]"),
                        "invalid_request",
                        "images[1]",
                        "images[1] is the number 5; expected a string"),
                arguments(
                        body("\"images\":[{\"max_slice_nums\": 2}]"),
                        "invalid_request",
                        "images[0]",
                        "images[0] has no \"image\"; put its data there"),
                arguments(
                        body("\"images\":[{\"image\": \"" + IMAGE + "\", \"max_slice_nums\": 0}]"),
                        "invalid_request",
                        "images[0].max_slice_nums",
                        "max_slice_nums is 0; allowed: 1 (overview only) to 100"),
                arguments(
                        body("\"images\":[{\"image\": \"" + IMAGE + "\", \"slices\": 1}]"),
                        "invalid_request",
                        "slices",
                        "allowed: image, max_slice_nums, use_image_id"),
                arguments(
                        body("\"images\":[\"" + IMAGE + "\"], \"max_slice_nums\": 1.5"),
                        "invalid_request",
                        "max_slice_nums",
                        "max_slice_nums is '1.5'; expected a whole number"),
                arguments(
                        body("\"images\":[\"" + IMAGE + "\", \"\"]"),
                        "invalid_request",
                        "images[1]",
                        "images[1] is empty"),
                arguments(
                        body("\"images\":[\"" + IMAGE + "\", \"iVBO*w0K\"]"),
                        "invalid_request",
                        "images[1]",
                        "images[1] is not valid base64: character '*' at offset 4"),
                arguments(
                        body("\"images\":[\"iVBOR\"]"),
                        "invalid_request",
                        "images[0]",
                        "images[0] is not valid base64"),
                arguments(
                        body("\"images\":[\"iV=BOR\"]"),
                        "invalid_request",
                        "images[0]",
                        "images[0] is not valid base64"),
                arguments(
                        body("\"images\":[\"https://example.org/a.png\"]"),
                        "invalid_request",
                        "images[0]",
                        "URLs are not fetched"),
                arguments(
                        body("\"images\":[\"file:///etc/passwd\"]"),
                        "invalid_request",
                        "images[0]",
                        "URLs are not fetched"),
                arguments(
                        body("\"images\":[\"data:image/png,abc\"]"),
                        "invalid_request",
                        "images[0]",
                        "is not base64"),
                arguments(
                        body("\"images\":[\"data:image/png;base64\"]"),
                        "invalid_request",
                        "images[0]",
                        "without a comma"),
                arguments(
                        body("\"images\":[\"" + IMAGE + "\"],\"image\":\"" + IMAGE + "\""),
                        "invalid_request",
                        "image",
                        "send one of them"),
                arguments(
                        body(
                                "\"images\":["
                                        + ("\"" + IMAGE + "\",").repeat(19)
                                        + "\""
                                        + IMAGE
                                        + "\"]"),
                        "invalid_request",
                        "images",
                        "there are 20 images; at most 16 are allowed"),
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
                        "stop has 17 strings; at most 16"),
                arguments(
                        "{\"images\":[\""
                                + IMAGE
                                + "\"],\"question\":\""
                                + "why ".repeat(262_144)
                                + "\"}",
                        "prompt_too_long",
                        "question",
                        "question has 1048576 characters; at most 65536"),
                arguments(
                        "{\"images\":[\""
                                + IMAGE
                                + "\"],\"question\":\""
                                + "why ".repeat(10_000)
                                + "\"}",
                        "prompt_too_long",
                        null,
                        "tokens (text alone), the context"));
    }

    @ParameterizedTest(name = "{index} {3}")
    @MethodSource("badJson")
    void badJsonIsRefused(String body, String type, String param, String message) {
        check(
                service.post("/v1/vqa", "application/json", body.getBytes(UTF_8)),
                400,
                type,
                param,
                message);
    }

    private static String body(String field) {
        return "{\"question\":\"x\"," + field + "}";
    }

    private static String question(String field) {
        return body("\"images\":[\"" + IMAGE + "\"]," + field);
    }

    private static void check(Reply reply, int status, String type, String param, String message) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(status);
        assertThat(reply.error().get("type").stringValue()).isEqualTo(type);
        assertThat(reply.error().get("message").stringValue()).contains(message);
        assertThat(reply.error().path("param").asString(null)).isEqualTo(param);
        assertThat(reply.error().get("request_id").stringValue())
                .isEqualTo(reply.header("X-Request-Id"));
    }
}
