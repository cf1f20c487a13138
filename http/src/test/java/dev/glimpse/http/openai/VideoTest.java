package dev.glimpse.http.openai;

import static dev.glimpse.http.openai.Chat.answer;
import static dev.glimpse.http.openai.Chat.body;
import static dev.glimpse.http.openai.Chat.image;
import static dev.glimpse.http.openai.Chat.json;
import static dev.glimpse.http.openai.Chat.message;
import static dev.glimpse.http.openai.Chat.send;
import static dev.glimpse.http.openai.Chat.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/// Parts of type `video_url`, with the embedded model, which was taught images alone.
@Tag("native")
class VideoTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final byte[] BLUE = Images.disc(0x1010E0);
    private static final ObjectNode QUESTION = text("What colour is the circle?");
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @Test
    void framesAreAnsweredAsImagesAre() {
        ObjectNode video = body(message("user", video("", List.of(RED, BLUE)), QUESTION));
        Reply reply = send(SERVICE, video);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(imageTokens(reply)).isEqualTo(2 * 32);
        assertThat(answer(SERVICE, video))
                .isEqualTo(
                        answer(SERVICE, body(message("user", image(RED), image(BLUE), QUESTION))));
        // An URL alone, as some clients write it.
        ObjectNode alone = json("{'type':'video_url'}");
        alone.put("video_url", data(List.of(RED)));
        assertThat(answer(SERVICE, body(message("user", alone, QUESTION))))
                .containsIgnoringCase("red");
    }

    @Test
    void ofManyFramesAsManyAsAskedForAreSeen() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            frames.add(i % 10 == 5 ? RED : BLUE);
        }
        // Of 30 frames 3 from the middle of each third: 5, 15, 25.
        ObjectNode three = body(message("user", video("'max_frames':3", frames), QUESTION));
        assertThat(imageTokens(send(SERVICE, three))).isEqualTo(3 * 32);
        assertThat(answer(SERVICE, three))
                .isEqualTo(
                        answer(
                                SERVICE,
                                body(
                                        message(
                                                "user",
                                                video("", List.of(RED, RED, RED)),
                                                QUESTION))));
    }

    /// Twelve seconds of two frames each.
    @Test
    void aFileIsSampled() {
        List<byte[]> pixels = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            pixels.add(new byte[64 * 64 * 3]);
        }
        byte[] film = AviFile.of(64, 64, pixels, 2);
        assertThat(imageTokens(send(SERVICE, about(file("", film))))).isEqualTo(12 * 32);
        assertThat(imageTokens(send(SERVICE, about(file("'max_frames':5", film)))))
                .isEqualTo(5 * 32);
        assertThat(imageTokens(send(SERVICE, about(file("'fps':0.5", film))))).isEqualTo(6 * 32);
    }

    @Test
    void whatIsNoVideoIsRefused() {
        Reply text = send(SERVICE, about(file("", new byte[] {1, 2, 3})));
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.json().at("/error/message").stringValue()).contains("no video");
        byte[] film = AviFile.of(64, 64, List.of(new byte[64 * 64 * 3]), 2);
        Reply cut = send(SERVICE, about(file("", Arrays.copyOf(film, 2000))));
        assertThat(cut.status()).isEqualTo(400);
        assertThat(send(SERVICE, about(file("", film))).status()).isEqualTo(200);
    }

    private static ObjectNode about(ObjectNode part) {
        return body(message("user", part, QUESTION));
    }

    private static ObjectNode file(String options, byte[] file) {
        ObjectNode part = json("{'type':'video_url','video_url':{" + options + "}}");
        ((ObjectNode) part.get("video_url"))
                .put("url", "data:video/avi;base64," + Base64.getEncoder().encodeToString(file));
        return part;
    }

    @Test
    void faultsNameThePart() {
        String part = "messages[0].content[0].video_url";
        assertThat(fault(json("{'type':'video_url'}"))).isEqualTo(part);
        assertThat(fault(json("{'type':'video_url','video_url':{}}"))).isEqualTo(part + ".url");
        assertThat(fault(video("'max_frames':0", List.of(RED)))).isEqualTo(part + ".max_frames");
        assertThat(fault(video("'fps':0", List.of(RED)))).isEqualTo(part + ".fps");
        assertThat(fault(video("'frames_per_pack':7", List.of(RED))))
                .isEqualTo(part + ".frames_per_pack");
        assertThat(fault(video("'max_slice_nums':0", List.of(RED))))
                .isEqualTo(part + ".max_slice_nums");
        ObjectNode gap = json("{'type':'video_url','video_url':{}}");
        ((ObjectNode) gap.get("video_url")).put("url", data(List.of(RED)) + ",");
        assertThat(fault(gap)).isEqualTo(part + ".url, frame 2");
    }

    @Test
    void moreFramesThanAllowedAreRefused() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            frames.add(RED);
        }
        Reply reply =
                send(SERVICE, body(message("user", video("'max_frames':100", frames), QUESTION)));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").stringValue())
                .contains("65 frames; at most 64 are allowed");
    }

    private static int imageTokens(Reply reply) {
        return reply.json().at("/usage/prompt_tokens_details/image_tokens").intValue();
    }

    private static String fault(ObjectNode part) {
        Reply reply = send(SERVICE, body(message("user", part, QUESTION)));
        assertThat(reply.status()).isEqualTo(400);
        return reply.json().at("/error/param").stringValue();
    }

    private static ObjectNode video(String options, List<byte[]> frames) {
        ObjectNode part = json("{'type':'video_url','video_url':{" + options + "}}");
        ((ObjectNode) part.get("video_url")).put("url", data(frames));
        return part;
    }

    private static String data(List<byte[]> frames) {
        return "data:video/jpeg;base64,"
                + String.join(
                        ",", frames.stream().map(Base64.getEncoder()::encodeToString).toList());
    }
}
