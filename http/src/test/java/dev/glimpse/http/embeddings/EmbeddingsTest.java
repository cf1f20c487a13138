package dev.glimpse.http.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.ModelOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("native")
class EmbeddingsTest {
    private static final String PATH = "/v1/embeddings/image";
    private static final byte[] RED = Images.disc(0xE01010);
    private static final byte[] BLUE = Images.disc(0x1010E0);
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static ObjectNode images(byte[]... files) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        var images = body.putArray("images");
        for (byte[] file : files) {
            images.add(Base64.getEncoder().encodeToString(file));
        }
        return body;
    }

    private static Reply embed(Service SERVICE, ObjectNode body) {
        return SERVICE.post(PATH, "application/json", JsonMapper.shared().writeValueAsBytes(body));
    }

    private static JsonNode ok(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        return reply.json();
    }

    @Test
    void anImageHasARow() {
        JsonNode reply = ok(embed(SERVICE, images(RED, BLUE)));
        assertThat(reply.get("object").stringValue()).isEqualTo("list");
        assertThat(reply.get("model").stringValue()).isEqualTo("glimpse-tiny");
        assertThat(reply.get("usage").get("image_tokens").intValue()).isEqualTo(64);
        assertThat(reply.get("timings_ms").get("prefill").doubleValue()).isZero();
        JsonNode data = reply.get("data");
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.get(1).get("index").intValue()).isEqualTo(1);
        assertThat(data.get(0).get("slices").get(0).intValue()).isEqualTo(32);
        int width = data.get(0).get("shape").get(0).intValue();
        assertThat(data.get(0).get("embedding").size()).isEqualTo(width).isGreaterThan(1);
        assertThat(data.get(0).get("embedding")).isNotEqualTo(data.get(1).get("embedding"));
    }

    @Test
    void theRowIsTheMeanOfAll() {
        JsonNode mean = ok(embed(SERVICE, images(RED))).get("data").get(0).get("embedding");
        JsonNode all = ok(embed(SERVICE, images(RED).put("pooling", "none"))).get("data").get(0);
        assertThat(all.get("shape").get(0).intValue()).isEqualTo(32);
        assertThat(all.get("embedding").size()).isEqualTo(32);
        for (int column = 0; column < mean.size(); column++) {
            double sum = 0;
            for (JsonNode row : all.get("embedding")) {
                sum += row.get(column).doubleValue();
            }
            assertThat(mean.get(column).doubleValue()).isCloseTo(sum / 32, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({"mean, 1", "none, 32"})
    void base64HasTheSameNumbers(String pooling, int rows) {
        ObjectNode body = images(BLUE).put("pooling", pooling);
        JsonNode numbers = ok(embed(SERVICE, body)).get("data").get(0);
        JsonNode text =
                ok(embed(SERVICE, body.put("encoding_format", "base64"))).get("data").get(0);
        assertThat(text.get("shape")).isEqualTo(numbers.get("shape"));
        var floats =
                ByteBuffer.wrap(Base64.getDecoder().decode(text.get("embedding").stringValue()))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
        int width = numbers.get("shape").get(numbers.get("shape").size() - 1).intValue();
        assertThat(floats.remaining()).isEqualTo(rows * width);
        for (int row = 0; row < rows; row++) {
            JsonNode expected =
                    rows == 1 ? numbers.get("embedding") : numbers.get("embedding").get(row);
            for (int column = 0; column < width; column++) {
                assertThat(floats.get()).isEqualTo(expected.get(column).floatValue());
            }
        }
    }

    @Test
    void aFormIsAnsweredAndAnImageIsEncodedOnce() {
        byte[] image = Images.disc(0x7711AA);
        Form form = new Form().file("image", image).file("image", RED).text("pooling", "mean");
        JsonNode fromForm = ok(SERVICE.post(PATH, form.contentType(), form.bytes()));
        assertThat(fromForm.get("data").size()).isEqualTo(2);
        assertThat(fromForm.get("timings_ms").get("encode").doubleValue()).isPositive();
        JsonNode again = ok(embed(SERVICE, images(image)));
        assertThat(again.get("timings_ms").get("encode").doubleValue()).isZero();
        assertThat(again.get("data").get(0).get("embedding"))
                .isEqualTo(fromForm.get("data").get(0).get("embedding"));
        JsonNode asked = SERVICE.ask(Questions.about(image, "What is this?")).json();
        assertThat(asked.get("timings_ms").get("encode").doubleValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pooling         | max   | pooling is 'max'; allowed: mean, none
                    encoding_format | half  | encoding_format is 'half'; allowed: float, base64
                    question        | What? | field "question" is unknown
                    """)
    void whatIsWrongIsNamed(String field, String value, String message) {
        Reply reply = embed(SERVICE, images(RED).put(field, value));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("param").stringValue()).isEqualTo(field);
        assertThat(reply.error().get("message").stringValue()).startsWith(message);
    }

    @Test
    void imagesAreNeeded() {
        Reply none = embed(SERVICE, images());
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.error().get("param").stringValue()).isEqualTo("images");
        Reply damaged = embed(SERVICE, images(RED, new byte[] {1, 2, 3}));
        assertThat(damaged.status()).isEqualTo(415);
        assertThat(damaged.error().get("message").stringValue()).contains("image 2 of 2");
    }

    @Test
    void aTextModelHasNone() {
        try (Service text =
                Service.start(Service.OPTIONS, ModelOptions.textOnly(EmbeddedModel.text()))) {
            for (ObjectNode body : new ObjectNode[] {images(), images(RED)}) {
                Reply reply = embed(text, body);
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.error().get("message").stringValue()).contains("mmproj");
            }
        }
    }
}
