package dev.glimpse.http.vqa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Event;
import dev.glimpse.http.testing.Form;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.Concurrency;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("native")
class VqaTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final String QUESTION = "What colour is the circle?";

    /// Nothing is kept from one request for the next, so that equal seeds give equal answers.
    @RegisterExtension
    static final Service SERVICE =
            Service.ofClass(
                    Service.OPTIONS,
                    Service.modelOptions()
                            .withConcurrency(Concurrency.DEFAULT.withCachedPrefixes(0)));

    @Test
    void aFormIsAnswered() {
        byte[] another = Images.disc(0xE01011); // one that is encoded for this request
        Reply reply = SERVICE.ask(new Form().file("image", another).text("question", QUESTION));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        JsonNode json = reply.json();
        assertThat(json.propertyNames())
                .containsExactly("answer", "model", "finish_reason", "usage", "timings_ms");
        assertThat(json.get("answer").stringValue()).containsIgnoringCase("red");
        assertThat(json.get("model").stringValue()).isEqualTo("glimpse-tiny");
        assertThat(json.get("finish_reason").stringValue()).isEqualTo("stop");
        assertThat(json.get("usage").get("image_tokens").intValue()).isEqualTo(32);
        assertThat(json.get("usage").get("prompt_tokens").intValue()).isGreaterThan(32);
        assertThat(json.get("usage").get("completion_tokens").intValue()).isPositive();
        assertThat(json.get("timings_ms").propertyNames())
                .containsExactly("queue", "decode", "preprocess", "encode", "prefill", "generate");
        for (JsonNode time : json.get("timings_ms")) {
            assertThat(time.doubleValue()).isNotNegative();
        }
        assertThat(json.get("timings_ms").get("encode").doubleValue()).isPositive();
    }

    @Test
    void jsonAndFormsGetTheSameAnswer() {
        String form = answer(SERVICE.ask(new Form().file("image", RED).text("question", QUESTION)));
        assertThat(answer(SERVICE.ask(Questions.about(RED, QUESTION)))).isEqualTo(form);
    }

    @Test
    void dataUrisAndASingleImageAreTaken() {
        String base64 = Base64.getEncoder().encodeToString(RED);
        String plain = answer(SERVICE.ask(Questions.about(RED, QUESTION)));
        for (String text :
                List.of(
                        base64,
                        base64.replace("=", ""),
                        "data:image/png;base64," + base64,
                        "DATA:image/png;name=a.png;Base64," + base64)) {
            ObjectNode body = JsonMapper.shared().createObjectNode().put("image", text);
            assertThat(answer(SERVICE.ask(body.put("question", QUESTION)))).isEqualTo(plain);
        }
    }

    @Test
    void absentAndNullFieldsAreTheSame() {
        ObjectNode body = Questions.about(RED, QUESTION);
        body.putNull("image").putNull("stop").putNull("seed").putNull("stream");
        assertThat(answer(SERVICE.ask(body)))
                .isEqualTo(answer(SERVICE.ask(Questions.about(RED, QUESTION))));
    }

    @Test
    void severalImagesAreSeen() {
        Form form = new Form();
        for (int i = 0; i < 3; i++) {
            form.file("image", RED);
        }
        JsonNode usage = SERVICE.ask(form.text("question", QUESTION)).json().get("usage");
        assertThat(usage.get("image_tokens").intValue()).isEqualTo(3 * 32);
    }

    @Test
    void theSeedDecidesASampledAnswer() {
        var answers = new ArrayList<String>();
        for (int seed : new int[] {1, 1, 2, 3, 4}) {
            answers.add(
                    answer(
                            SERVICE.ask(
                                    Questions.about(RED, "What is in the image?")
                                            .put("temperature", 5)
                                            .put("top_k", 50)
                                            .put("top_p", 0.99)
                                            .put("min_p", 0.0)
                                            .put("repetition_penalty", 1.1)
                                            .put("max_tokens", 12)
                                            .put("seed", seed))));
        }
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
        assertThat(answers.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void biasesAreTakenInEitherShapeAndBody() {
        var json = JsonMapper.shared();
        for (String bias : List.of("{\"blue\":100,\"5\":2}", "[[\"blue\",100],[5,false]]")) {
            ObjectNode body = Questions.about(RED, QUESTION).put("max_tokens", 3);
            body.set("logit_bias", json.readTree(bias));
            String biased = answer(SERVICE.ask(body));
            assertThat(biased).contains("blue");
            Form form = new Form().file("image", RED).text("question", QUESTION);
            form.text("max_tokens", "3").text("logit_bias", bias);
            assertThat(answer(SERVICE.ask(form))).isEqualTo(biased);
        }
    }

    @Test
    void answersHaveTheFormThatIsAskedFor() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"colour\":{\"enum\":[\"red\",\"blue\"]}},"
                        + "\"required\":[\"colour\"]}";
        String format =
                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"c\",\"schema\":"
                        + schema
                        + "}}";
        ObjectNode body = Questions.about(RED, QUESTION);
        body.set("response_format", JsonMapper.shared().readTree(format));
        String answer = answer(SERVICE.ask(body));
        assertThat(JsonMapper.shared().readTree(answer).get("colour").stringValue())
                .isIn("red", "blue");
        Form form = new Form().file("image", RED).text("question", QUESTION);
        assertThat(answer(SERVICE.ask(form.text("response_format", format)))).isEqualTo(answer);
        body.putObject("response_format")
                .put("type", "grammar")
                .put("grammar", "root ::= \"<think>hm</think> \" [a-z]{4}");
        JsonNode reply = SERVICE.ask(body).json();
        assertThat(reply.get("answer").stringValue()).matches("<think>hm</think> [a-z]{4}");
        assertThat(reply.has("reasoning")).isFalse();
        body.putObject("response_format").put("type", "json_object");
        assertThat(answer(SERVICE.ask(body.put("max_tokens", 5)))).startsWith("{");
        body.putObject("response_format").put("type", "text");
        body.put("enable_thinking", false);
        assertThat(answer(SERVICE.ask(body))).isNotBlank();
    }

    @Test
    void ignoreEosAnswersToTheLastToken() {
        ObjectNode body = Questions.about(RED, QUESTION).put("ignore_eos", true);
        body.put("max_tokens", 9).put("frequency_penalty", 0.5).put("dry_multiplier", 0.8);
        body.putArray("dry_sequence_breakers").add("\n");
        JsonNode reply = SERVICE.ask(body).json();
        assertThat(reply.get("finish_reason").stringValue()).isEqualTo("length");
        assertThat(reply.get("usage").get("completion_tokens").intValue()).isEqualTo(9);
    }

    @Test
    void maxTokensCutsAnAnswer() {
        JsonNode json =
                SERVICE.ask(
                                new Form()
                                        .file("image", RED)
                                        .text("question", "Describe the image.")
                                        .text("max_tokens", "2"))
                        .json();
        assertThat(json.get("finish_reason").stringValue()).isEqualTo("length");
        assertThat(json.get("usage").get("completion_tokens").intValue()).isEqualTo(2);
    }

    @Test
    void anAnswerEndsBeforeAStopString() {
        String whole = answer(SERVICE.ask(Questions.about(RED, QUESTION)));
        String last = whole.substring(whole.length() - 1);
        ObjectNode body = Questions.about(RED, QUESTION).put("stop", last);
        assertThat(answer(SERVICE.ask(body))).isEqualTo(whole.substring(0, whole.indexOf(last)));
        Form form = new Form().file("image", RED).text("question", QUESTION);
        assertThat(answer(SERVICE.ask(form.text("stop", "never").text("stop", last))))
                .isEqualTo(whole.substring(0, whole.indexOf(last)));
    }

    @Test
    void streamedTextIsUnstreamedText() {
        ObjectNode body =
                Questions.about(RED, "Describe the image.")
                        .put("temperature", 3)
                        .put("max_tokens", 60)
                        .put("seed", 11);
        String whole = answer(SERVICE.ask(body));
        Reply reply = SERVICE.ask(body.put("stream", true));
        assertThat(reply.header("Content-Type")).startsWith("text/event-stream");
        List<Event> events = Event.of(reply);
        var text = new StringBuilder();
        for (Event event : events.subList(0, events.size() - 1)) {
            assertThat(event.name()).isEqualTo("delta");
            text.append(event.data().get("text").stringValue());
        }
        assertThat(events.size()).isGreaterThan(2);
        assertThat(events.getLast().name()).isEqualTo("done");
        assertThat(events.getLast().data().get("answer").stringValue()).isEqualTo(whole);
        assertThat(text.toString()).isEqualTo(whole);
    }

    @Test
    void theAcceptHeaderAsksForEvents() {
        Form form = new Form().file("image", RED).text("question", QUESTION);
        Reply reply =
                SERVICE.send(
                        SERVICE.request("/v1/vqa")
                                .header("Content-Type", form.contentType())
                                .header("Accept", "text/event-stream")
                                .POST(BodyPublishers.ofByteArray(form.bytes()))
                                .build());
        assertThat(Event.of(reply).getLast().name()).isEqualTo("done");
    }

    @Test
    void aStreamThatFailsBeforeItsFirstEventHasAStatus() {
        ObjectNode body = Questions.about("no image".getBytes(UTF_8), QUESTION).put("stream", true);
        Reply reply = SERVICE.ask(body);
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("unsupported_image");
    }

    @Test
    void anImageIsEncodedOnce() {
        byte[] image = Images.disc(0x30C040);
        JsonNode before = SERVICE.get("/healthz").json().get("image_cache");
        Reply first = SERVICE.ask(Questions.about(image, QUESTION));
        Reply again = SERVICE.ask(new Form().file("image", image).text("question", QUESTION));
        assertThat(first.json().get("timings_ms").get("encode").doubleValue()).isPositive();
        assertThat(again.json().get("timings_ms").get("encode").doubleValue()).isZero();
        assertThat(again.json().get("answer")).isEqualTo(first.json().get("answer"));
        JsonNode after = SERVICE.get("/healthz").json().get("image_cache");
        for (String counter : List.of("misses", "memory_hits")) {
            assertThat(after.get(counter).intValue() - before.get(counter).intValue())
                    .as(counter)
                    .isEqualTo(1);
        }
    }

    @Test
    void imagesHaveOptionsOfTheirOwn() {
        ObjectNode body = Questions.about(RED, QUESTION).put("max_slice_nums", 4);
        JsonNode data = body.get("images").get(0);
        body.putArray("images").add(data).addObject().set("image", data);
        ((ObjectNode) body.get("images").get(1))
                .put("max_slice_nums", 1)
                .put("use_image_id", false);
        assertThat(SERVICE.ask(body).json().get("usage").get("image_tokens").intValue())
                .isEqualTo(64);
        Form form = new Form().file("image", RED).text("question", QUESTION);
        assertThat(
                        SERVICE.ask(form.text("max_slice_nums", "9").text("use_image_id", "false"))
                                .status())
                .isEqualTo(200);
    }

    private static String answer(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json().get("answer").stringValue();
    }
}
