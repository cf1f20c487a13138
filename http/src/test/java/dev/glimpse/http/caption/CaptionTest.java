package dev.glimpse.http.caption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Event;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.caption.CaptionStyle;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("native")
class CaptionTest {
    private static final String PATH = "/v1/caption";
    private static final byte[] RED = Images.disc(0xE01010);
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static ObjectNode image() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("image", Base64.getEncoder().encodeToString(RED));
    }

    private static Reply caption(ObjectNode body) {
        return SERVICE.post(PATH, "application/json", JsonMapper.shared().writeValueAsBytes(body));
    }

    private static JsonNode ok(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    @ParameterizedTest
    @EnumSource
    void aStyleAsksAsItsPromptDoes(CaptionStyle style) {
        JsonNode reply = ok(caption(image().put("style", style.toString()).put("max_tokens", 24)));
        JsonNode asked =
                SERVICE.ask(Questions.about(RED, style.prompt()).put("max_tokens", 24)).json();
        assertThat(reply.get("caption")).isEqualTo(asked.get("answer"));
        assertThat(reply.get("style").stringValue()).isEqualTo(style.toString());
        assertThat(reply.get("usage")).isEqualTo(asked.get("usage"));
        assertThat(reply.has("tags")).isEqualTo(style == CaptionStyle.TAGS);
    }

    @Test
    void jsonAndFormsGetTheSameCaption() {
        JsonNode json = ok(caption(image().put("language", "de")));
        Form form = new Form().file("image", RED).text("language", "German");
        JsonNode fromForm = ok(SERVICE.post(PATH, form.contentType(), form.bytes()));
        assertThat(fromForm.get("caption")).isEqualTo(json.get("caption"));
        assertThat(json.get("style").stringValue()).isEqualTo("short");
        JsonNode asked =
                SERVICE.ask(
                                Questions.about(
                                        RED, CaptionStyle.SHORT.prompt() + " Write it in German."))
                        .json();
        assertThat(json.get("caption")).isEqualTo(asked.get("answer"));
    }

    @Test
    void streamedTextIsTheCaption() {
        List<Event> events = Event.of(caption(image().put("stream", true)));
        String text =
                events.subList(0, events.size() - 1).stream()
                        .map(event -> event.data().get("text").stringValue())
                        .collect(Collectors.joining());
        assertThat(events.getLast().name()).isEqualTo("done");
        assertThat(events.getLast().data().get("caption").stringValue()).isEqualTo(text);
        assertThat(ok(caption(image())).get("caption").stringValue()).isEqualTo(text);
    }

    @Test
    void tagsAreAListEachOnce() {
        assertThat(CaptionReply.tags("cat, sofa,cat,  window light."))
                .containsExactly("cat", "sofa", "window light");
        assertThat(CaptionReply.tags("- cat\n- dog\n\n")).containsExactly("cat", "dog");
        assertThat(CaptionReply.tags(" ,")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    style    | long    | style is 'long'; allowed: short, detailed, tags, alt-text
                    language | klingonese | language is 'klingonese'; expected a BCP 47 tag
                    language | de_DE   | language is 'de_DE'; expected a BCP 47 tag
                    prompt   | x       | field "prompt" is unknown
                    """)
    void whatIsWrongIsNamed(String field, String value, String message) {
        Reply reply = caption(image().put(field, value));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("param").stringValue()).isEqualTo(field);
        assertThat(reply.error().get("message").stringValue()).startsWith(message);
    }

    @Test
    void thereIsOneImage() {
        Reply none = caption(image().without("image"));
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.error().get("message").stringValue()).startsWith("there is no image");
        Form form = new Form().file("image", RED).file("image", RED);
        Reply two = SERVICE.post(PATH, form.contentType(), form.bytes());
        assertThat(two.status()).isEqualTo(400);
        assertThat(two.error().get("message").stringValue()).startsWith("there are 2 images");
        Reply damaged = caption(image().put("image", "aGVsbG8="));
        assertThat(damaged.status()).isEqualTo(415);
    }
}
