package dev.glimpse.http.vqa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients get wrong in forms and images: each has a status, a type, the field at fault and a
/// message; and the server answers the next request.
@Tag("native")
class BadFormTest {
    private static final byte[] RED = Images.disc(0xE01010);
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @AfterEach
    void theNextRequestIsAnswered() {
        assertThat(SERVICE.ask(Questions.about(RED, "What colour is the circle?")).status())
                .isEqualTo(200);
    }

    static Stream<Arguments> badForms() {
        return Stream.of(
                arguments(new Form(), "image", "there is no image"),
                arguments(new Form().text("question", "x"), "image", "there is no image"),
                arguments(new Form().file("image", RED), "question", "question is missing"),
                arguments(
                        new Form().file("image", RED).text("question", ""),
                        "question",
                        "question is blank"),
                arguments(
                        new Form().file("picture", RED).text("question", "x"),
                        "picture",
                        "part \"picture\" is unknown; allowed: image, video, fps, max_frames,"
                                + " frames_per_pack, question"),
                arguments(
                        new Form().file("images", RED).text("question", "x"),
                        "images",
                        "did you mean \"image\"?"),
                arguments(
                        new Form().text("image", "photo.png").text("question", "x"),
                        "image",
                        "-F image=@photo.jpg"),
                arguments(
                        new Form().file("image", RED).text("question", "x").text("question", "y"),
                        "question",
                        "there are 2 parts \"question\""),
                arguments(
                        new Form()
                                .file("image", RED)
                                .raw("question", "", "caf\u00e9?".getBytes(ISO_8859_1)),
                        "question",
                        "question is not valid UTF-8"),
                arguments(
                        new Form().file("image", RED).text("question", "x").text("top_k", "ten"),
                        "top_k",
                        "top_k is 'ten'; expected a whole number"),
                arguments(
                        new Form().file("image", RED).text("question", "x").text("stream", "yes"),
                        "stream",
                        "expected true or false"),
                arguments(
                        new Form()
                                .file("image", RED)
                                .text("question", "x")
                                .text("temperature", "NaN"),
                        "temperature",
                        "expected a number"));
    }

    @ParameterizedTest(name = "{index} {2}")
    @MethodSource("badForms")
    void badFormsAreRefused(Form form, String param, String message) {
        check(SERVICE.ask(form), 400, "invalid_request", param, message);
    }

    static Stream<Arguments> badImages() {
        byte[] flipped = RED.clone();
        flipped[60] ^= 0x40;
        return Stream.of(
                arguments("nothing", new byte[0], 400, "empty"),
                arguments(
                        "text",
                        "just text\n".getBytes(UTF_8),
                        415,
                        "file is text; allowed: JPEG, PNG"),
                arguments("truncated", Arrays.copyOf(RED, RED.length / 2), 400, ""),
                arguments("flipped", flipped, 400, ""),
                arguments("50000x50000", Images.claiming(50_000, 50_000), 413, "50000x50000"),
                arguments("9000x9000", Images.claiming(9000, 9000), 413, "81.0 MP"),
                arguments("0x0", Images.claiming(0, 0), 400, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badImages")
    void badImagesAreRefused(String name, byte[] file, int status, String message) {
        Form form = new Form().file("image", RED).file("image", file).text("question", "x");
        Reply reply = SERVICE.ask(form);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(status);
        String type =
                switch (status) {
                    case 413 -> "image_too_large";
                    case 415 -> "unsupported_image";
                    default -> "invalid_image";
                };
        assertThat(reply.error().get("type").stringValue()).isEqualTo(type);
        assertThat(reply.error().get("message").stringValue()).contains(message);
    }

    @ParameterizedTest
    @MethodSource("oddImages")
    void imagesOfOddSizesAreAnswered(byte[] file) {
        Reply reply = SERVICE.ask(new Form().file("image", file).text("question", "What is this?"));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    static Stream<byte[]> oddImages() {
        return Stream.of(Images.plain(1, 1, 0xFF0000), Images.plain(1, 4000, 0x00FF00));
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
