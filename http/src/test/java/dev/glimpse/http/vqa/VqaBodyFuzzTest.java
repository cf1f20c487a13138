package dev.glimpse.http.vqa;

import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Fuzz;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.wire.MediaType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Thousands of damaged bodies: each is read or refused, and nothing else is thrown.
class VqaBodyFuzzTest {
    private static final byte[] IMAGE = Images.plain(8, 8, 0xE01010);
    private static final MediaType JSON = MediaType.parse(MediaType.JSON);

    private final VqaBody body = new VqaBody(new ContentLimits(4, 200));

    @Test
    void damagedJsonIsReadOrRefused() {
        ObjectNode sound =
                Questions.about(IMAGE, "What is this?")
                        .put("temperature", 0.5)
                        .put("max_tokens", 12)
                        .put("stream", true);
        sound.putObject("logit_bias").put("17", -100);
        sound.putObject("response_format").put("type", "json_object");
        fuzz(sound);
    }

    @Test
    void damagedQuestionsAreReadOrRefused() {
        ObjectNode sound = Questions.about(IMAGE, "").without("question");
        sound.putArray("choices").add("Yes").add("No");
        sound.putArray("questions")
                .add("What is this?")
                .addObject()
                .put("question", "Is it red?")
                .putArray("choices")
                .add("a")
                .add("b");
        fuzz(sound);
    }

    @Test
    void damagedFormsAreReadOrRefused() {
        Form sound =
                new Form()
                        .file("image", IMAGE)
                        .text("question", "What is this?")
                        .text("temperature", "0.5")
                        .text("stop", ".");
        MediaType type = MediaType.parse(sound.contentType());
        Fuzz.read(sound.bytes(), bytes -> body.read(type, bytes));
    }

    private void fuzz(ObjectNode sound) {
        Fuzz.read(JsonMapper.shared().writeValueAsBytes(sound), bytes -> body.read(JSON, bytes));
    }
}
