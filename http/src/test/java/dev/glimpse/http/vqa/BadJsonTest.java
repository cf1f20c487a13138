package dev.glimpse.http.vqa;

import static dev.glimpse.http.vqa.RefusedJson.IMAGE;
import static dev.glimpse.http.vqa.RefusedJson.RED;
import static dev.glimpse.http.vqa.RefusedJson.body;
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

/// What clients get wrong in JSON, in images and in questions: each has a status, a type, the field
/// at fault and a message; and the server answers the next request.
@Tag("native")
class BadJsonTest {
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @AfterEach
    void theNextRequestIsAnswered() {
        assertThat(SERVICE.ask(Questions.about(RED, "What colour is the circle?")).status())
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
                        "is unknown; allowed: images, image, videos, video, fps, max_frames,"
                                + " frames_per_pack, question, questions, choices, max_tokens"),
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
        RefusedJson.check(SERVICE, body, type, param, message);
    }
}
