package dev.glimpse.evaluation.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.vision.image.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EndpointAnswererTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1};

    private ReplyingServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new ReplyingServer(200, "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void turnIsSentAsAChatCompletion() {
        server.reply(
                200,
                """
                {"choices": [{"message": {"content": " B"}, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 7, "completion_tokens": 1}}
                """);

        Reply answer = ask("/v1/");

        assertThat(answer).isEqualTo(new Reply(" B", "", "stop", 7, 1));
        assertThat(server.requests().getLast().path()).isEqualTo("/v1/chat/completions");
        assertThat(server.requests().getLast().authorization()).isEqualTo("Bearer secret");
        JsonNode body = server.request();
        assertThat(body.at("/model").asString()).isEqualTo("some-model");
        assertThat(body.at("/temperature").asInt()).isZero();
        assertThat(body.at("/max_tokens").asInt()).isEqualTo(16);
        assertThat(body.at("/messages/0/content/0/image_url/url").asString())
                .isEqualTo("data:image/png;base64,iVBORwE=");
        assertThat(body.at("/messages/0/content/1/text").asString()).isEqualTo("Which?");
    }

    @Test
    void framesOfAVideoAreImagesUnlessTheEndpointTakesVideos() {
        server.reply(200, "{\"choices\": [{\"message\": {\"content\": \"A\"}}]}");
        var pixels = RgbImage.takeOver(1, 1, new byte[] {1, 2, 3});
        var turns =
                List.of(
                        Message.system("Watch."),
                        Message.user(
                                Content.video(List.of(Content.image(PNG), Content.image(pixels))),
                                Content.text("Which?")));

        var _ = new EndpointAnswerer(options("/v1")).answer(turns);
        JsonNode images = server.request();
        var _ = new EndpointAnswerer(options("/v1").withVideo(VideoForm.VIDEO_URL)).answer(turns);
        JsonNode video = server.request();

        assertThat(images.at("/messages/0").toString())
                .isEqualTo("{\"role\":\"system\",\"content\":\"Watch.\"}");
        JsonNode content = images.at("/messages/1/content");
        assertThat(content).hasSize(3);
        assertThat(content.at("/0/image_url/url").asString())
                .isEqualTo("data:image/png;base64,iVBORwE=");
        assertThat(content.at("/1/image_url/url").asString())
                .startsWith("data:image/png;base64,iVBORw0KGgo");
        JsonNode parts = video.at("/messages/1/content");
        assertThat(parts).hasSize(2);
        assertThat(parts.at("/0/type").asString()).isEqualTo("video_url");
        assertThat(parts.at("/0/video_url/url").asString())
                .startsWith("data:video/jpeg;base64,iVBORwE=,iVBORw0KGgo");
    }

    @Test
    void anAnswerThatIsBegunIsSaidToBe() {
        server.reply(200, "{\"choices\": [{\"message\": {\"content\": \"A)\"}}]}");

        var _ =
                new EndpointAnswerer(options("/v1"))
                        .answer(
                                List.of(
                                        Message.user(Content.text("Which?")),
                                        Message.assistant("Best option:(")));

        JsonNode body = server.request();
        assertThat(body.at("/messages/1").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"Best option:(\"}");
        assertThat(body.at("/continue_final_message").asBoolean()).isTrue();
        assertThat(body.at("/add_generation_prompt").asBoolean()).isFalse();
        ask("/v1");
        assertThat(server.request().has("continue_final_message")).isFalse();
    }

    @Test
    void fullAddressIsTakenAsItIs() {
        server.reply(
                200,
                "{\"choices\": [{\"message\": {\"content\": null, \"reasoning_content\":"
                        + " \"r\"}}]}");

        assertThat(ask("/v1/chat/completions")).isEqualTo(new Reply("", "r", "unknown", 0, 0));
        assertThat(server.requests().getLast().path()).isEqualTo("/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({"429, PASSING", "503, PASSING", "400, LASTING", "401, LASTING", "404, LASTING"})
    void statusSaysWhetherToAskAgain(int code, AnswerException.Kind kind) {
        server.reply(code, "{\"error\": \"some reason\"}");

        assertThatThrownBy(() -> ask("/v1"))
                .isInstanceOfSatisfying(
                        AnswerException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining("status " + code + ": {\"error\": \"some reason\"}");
    }

    @ParameterizedTest
    @CsvSource({"'no json'", "'{\"choices\": []}'"})
    void replyWithoutAnAnswerMayPass(String text) {
        server.reply(200, text);

        assertThatThrownBy(() -> ask("/v1"))
                .isInstanceOfSatisfying(
                        AnswerException.class,
                        e -> assertThat(e.kind()).isEqualTo(AnswerException.Kind.PASSING));
    }

    @Test
    void closedPortMayPass() {
        server.close();

        assertThatThrownBy(() -> ask("/v1"))
                .isInstanceOfSatisfying(
                        AnswerException.class,
                        e -> assertThat(e.kind()).isEqualTo(AnswerException.Kind.PASSING))
                .hasMessageContaining("did not answer");
    }

    private Reply ask(String base) {
        return new EndpointAnswerer(options(base))
                .answer(List.of(Message.user(Content.image(PNG), Content.text("Which?"))));
    }

    private EndpointOptions options(String base) {
        return server.options(base, "some-model", Optional.of("secret"));
    }
}
