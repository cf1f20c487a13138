package dev.glimpse.http.vqa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Questions about videos, as fields of JSON and as parts of forms.
@Tag("native")
class VqaVideoTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final String QUESTION = "What colour is the circle?";

    /// Six seconds of two frames each.
    private static final byte[] FILM =
            AviFile.of(64, 64, Collections.nCopies(12, new byte[64 * 64 * 3]), 2);

    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @Test
    void aFilePostedInAFormIsSampled() {
        Form form = new Form().file("video", FILM).text("question", QUESTION);
        assertThat(imageTokens(SERVICE.ask(form))).isEqualTo(6 * 32);
        assertThat(imageTokens(SERVICE.ask(form.text("fps", "0.5")))).isEqualTo(3 * 32);
        assertThat(imageTokens(SERVICE.ask(form.text("max_frames", "2")))).isEqualTo(2 * 32);
    }

    @Test
    void jsonHasADataUriWithOptionsForAllOrBesideIt() {
        ObjectNode body = question().put("video", film()).put("max_frames", 4);
        assertThat(imageTokens(SERVICE.ask(body))).isEqualTo(4 * 32);
        body.putObject("video").put("video", film()).put("max_frames", 2);
        assertThat(imageTokens(SERVICE.ask(body))).isEqualTo(2 * 32);
        ObjectNode several = question();
        several.putArray("videos").add(film()).add(film());
        assertThat(imageTokens(SERVICE.ask(several.put("max_frames", 3)))).isEqualTo(2 * 3 * 32);
    }

    @Test
    void framesAreAnsweredAsImagesAre() {
        String frame = Base64.getEncoder().encodeToString(RED);
        Reply reply = SERVICE.ask(question().put("video", "data:video/jpeg;base64," + frame));
        assertThat(imageTokens(reply)).isEqualTo(32);
        assertThat(reply.json().get("answer").stringValue()).containsIgnoringCase("red");
    }

    @Test
    void videosComeBehindImagesAndHaveChoices() {
        Form form =
                new Form()
                        .file("image", RED)
                        .file("video", FILM)
                        .text("max_frames", "1")
                        .text("question", QUESTION);
        assertThat(imageTokens(SERVICE.ask(form))).isEqualTo(2 * 32);
        ObjectNode choices = question().put("video", film());
        choices.putArray("choices").add("Red").add("Blue");
        assertThat(SERVICE.ask(choices).json().get("choices")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"image\": \"AA==\", \"fps\": 1}', fps",
        "'{\"video\": 3}', video",
        "'{\"videos\": [\"\"]}', videos[0]",
        "'{\"video\": {\"video\": \"AA==\", \"fps\": 0}}', video.fps",
        "'{\"video\": {\"url\": \"AA==\"}}', url",
        "'{\"video\": \"AA==\", \"max_frames\": 0}', max_frames",
        "'{\"video\": \"AA==\", \"frames_per_pack\": 7}', frames_per_pack",
        "'{\"video\": \"AA==\", \"videos\": [\"AA==\"]}', video"
    })
    void faultsNameTheField(String fields, String param) {
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(fields);
        Reply reply = SERVICE.ask(body.put("question", QUESTION));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(400);
        assertThat(reply.error().get("param").stringValue()).isEqualTo(param);
    }

    @Test
    void whatIsNoVideoIsTold() {
        Reply text = SERVICE.ask(new Form().text("video", "film").text("question", QUESTION));
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.error().get("message").stringValue()).contains("-F video=@film.mp4");
        Reply image = SERVICE.ask(new Form().file("video", RED).text("question", QUESTION));
        assertThat(image.status()).isIn(200, 415);
        for (byte[] file : List.of(new byte[0], "no video".getBytes(UTF_8))) {
            Reply reply = SERVICE.ask(new Form().file("video", file).text("question", QUESTION));
            assertThat(reply.status()).isIn(400, 415);
            assertThat(SERVICE.underWay()).isZero();
        }
    }

    private static ObjectNode question() {
        return JsonMapper.shared().createObjectNode().put("question", QUESTION);
    }

    private static String film() {
        return "data:video/avi;base64," + Base64.getEncoder().encodeToString(FILM);
    }

    private static int imageTokens(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json().at("/usage/image_tokens").intValue();
    }
}
