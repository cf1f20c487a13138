package dev.glimpse.http.vqa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.runtime.ModelOptions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A decoder that is served without a vision encoder.
@Tag("native")
class TextModelTest {
    @Test
    void textIsAnsweredAndImagesAreRefused() {
        var options = ModelOptions.textOnly(EmbeddedModel.text()).withThreads(1);
        try (var service = Service.start(Service.OPTIONS, options)) {
            ObjectNode body = JsonMapper.shared().createObjectNode().put("question", "What?");
            JsonNode answer = service.ask(body.put("max_tokens", 4)).json();
            assertThat(answer.get("usage").get("image_tokens").intValue()).isZero();
            assertThat(answer.get("usage").get("completion_tokens").intValue()).isPositive();
            Form form = new Form().text("question", "What?").text("max_tokens", "4");
            assertThat(service.ask(form).json().get("answer")).isEqualTo(answer.get("answer"));
            byte[] image = Images.disc(0xE01010);
            for (var reply :
                    List.of(
                            service.ask(Questions.about(image, "What?")),
                            service.ask(new Form().file("image", image).text("question", "?")))) {
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.error().get("message").stringValue())
                        .contains("opened without a vision encoder (mmproj)");
            }
        }
    }
}
