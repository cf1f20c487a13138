package dev.glimpse.http.openai;

import static dev.glimpse.http.openai.Chat.answer;
import static dev.glimpse.http.openai.Chat.body;
import static dev.glimpse.http.openai.Chat.image;
import static dev.glimpse.http.openai.Chat.json;
import static dev.glimpse.http.openai.Chat.message;
import static dev.glimpse.http.openai.Chat.send;
import static dev.glimpse.http.openai.Chat.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Tag("native")
class ChatTest {
    private static final byte[] RED = Images.disc(0xE01010);
    private static final byte[] BLUE = Images.disc(0x1010E0);
    private static final String QUESTION = "What colour is the circle?";
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static ObjectNode aboutRed() {
        return body(message("user", image(RED), text(QUESTION)));
    }

    @Test
    void anImageIsAnsweredInOpenAisForm() {
        Reply reply = send(SERVICE, aboutRed());
        assertThat(reply.status()).isEqualTo(200);
        JsonNode json = reply.json();
        assertThat(json.propertyNames())
                .containsExactly("id", "object", "created", "model", "choices", "usage");
        assertThat(json.get("id").stringValue())
                .isEqualTo("chatcmpl-" + reply.header("X-Request-Id"));
        assertThat(json.get("object").stringValue()).isEqualTo("chat.completion");
        assertThat(json.get("model").stringValue()).isEqualTo("glimpse-tiny");
        JsonNode choice = json.at("/choices/0");
        assertThat(choice.at("/message/role").stringValue()).isEqualTo("assistant");
        assertThat(choice.at("/message/content").stringValue()).containsIgnoringCase("red");
        assertThat(choice.get("finish_reason").stringValue()).isEqualTo("stop");
        JsonNode usage = json.get("usage");
        assertThat(usage.at("/prompt_tokens_details/image_tokens").intValue()).isEqualTo(32);
        assertThat(usage.get("total_tokens").intValue())
                .isEqualTo(
                        usage.get("prompt_tokens").intValue()
                                + usage.get("completion_tokens").intValue());
    }

    @Test
    void theAnswerIsThatOfTheOtherEndpoint() {
        String other = SERVICE.ask(Questions.about(RED, QUESTION)).json().get("answer").asString();
        assertThat(answer(SERVICE, aboutRed())).isEqualTo(other);
    }

    @Test
    void contentIsAStringOrParts() {
        ObjectNode parts = body(message("user", text("What is this?")));
        assertThat(answer(SERVICE, parts))
                .isEqualTo(answer(SERVICE, body(message("user", "What is this?"))));
    }

    @Test
    void partsMayComeInAnyOrderAndTurnsHaveSeveralImages() {
        Reply reply =
                send(
                        SERVICE,
                        body(
                                message("system", "Answer briefly."),
                                message("user", text("First:"), image(RED), text("Second:")),
                                message("assistant", "A red circle."),
                                message("user", image(BLUE), text(QUESTION), image(RED))));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/usage/prompt_tokens_details/image_tokens").intValue())
                .isEqualTo(3 * 32);
    }

    @Test
    void instructionsAtTheBeginAreOneSystemMessage() {
        ObjectNode two =
                body(
                        message("system", "Answer briefly."),
                        message("developer", "Be kind."),
                        message("user", "hello"));
        ObjectNode one =
                body(message("system", "Answer briefly.\nBe kind."), message("user", "hello"));
        assertThat(answer(SERVICE, two)).isEqualTo(answer(SERVICE, one));
    }

    @Test
    void anImageMayHaveOptionsOfItsOwn() {
        ObjectNode part = image(RED);
        ((ObjectNode) part.get("image_url")).put("detail", "low").put("max_slice_nums", 0);
        Reply reply = send(SERVICE, body(message("user", part, text(QUESTION))));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("param").stringValue())
                .isEqualTo("messages[0].content[0].image_url.max_slice_nums");
    }

    @Test
    void anAnswerMayBeBegun() {
        ObjectNode question = message("user", image(RED), text("Describe the image."));
        String whole = answer(SERVICE, body(question));
        String begin = whole.substring(0, whole.indexOf(' '));
        ObjectNode begun = body(question, message("assistant", begin));
        assertThat(answer(SERVICE, begun)).isEqualTo(whole.substring(begin.length()));
        // As clients of vLLM say it.
        begun.put("continue_final_message", true).put("add_generation_prompt", false);
        assertThat(answer(SERVICE, begun)).isEqualTo(whole.substring(begin.length()));
        Reply wrong = send(SERVICE, body(question).put("continue_final_message", true));
        assertThat(wrong.error().get("param").stringValue()).isEqualTo("continue_final_message");
        Reply reply = send(SERVICE, body(question, message("assistant", "")));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("message").stringValue())
                .contains("give the beginning of its answer");
    }

    @Test
    void lengthIsBoundedByEitherNameAndWhatDoesNotFitIsCut() {
        for (String name : List.of("max_tokens", "max_completion_tokens")) {
            Reply reply = send(SERVICE, aboutRed().put(name, 1));
            assertThat(reply.json().at("/choices/0/finish_reason").stringValue())
                    .isEqualTo("length");
            assertThat(reply.json().at("/usage/completion_tokens").intValue()).isEqualTo(1);
            assertThat(send(SERVICE, aboutRed().put(name, 32_768)).status()).isEqualTo(200);
        }
    }

    @Test
    void severalAnswersDrawByTheirOwnSeeds() {
        ObjectNode body =
                body(message("user", "What is this?"))
                        .put("n", 4)
                        .put("temperature", 5)
                        .put("seed", 3)
                        .put("max_tokens", 12);
        JsonNode json = send(SERVICE, body).json();
        assertThat(json.get("choices").size()).isEqualTo(4);
        List<String> answers =
                json.get("choices")
                        .valueStream()
                        .map(choice -> choice.at("/message/content").stringValue())
                        .toList();
        assertThat(answers.stream().distinct().count()).isGreaterThan(1);
        assertThat(json.at("/choices/3/index").intValue()).isEqualTo(3);
        assertThat(answer(SERVICE, body.put("n", 1).put("seed", 4))).isEqualTo(answers.get(1));
    }

    @Test
    void aConversationThatIsTooLongMayLoseItsOldestTurns() {
        ObjectNode body =
                body(
                        message("user", "word ".repeat(3_000)),
                        message("assistant", "So many words."),
                        message("user", "word ".repeat(3_000)),
                        message("assistant", "Again."),
                        message("user", "What is this?"));
        body.put("max_tokens", 4);
        Reply refused = send(SERVICE, body);
        assertThat(refused.error().get("code").asString()).isEqualTo("context_length_exceeded");
        Reply shorter = send(SERVICE, body.put("truncation", "auto"));
        assertThat(shorter.status()).as(shorter.response().body()).isEqualTo(200);
        assertThat(shorter.json().at("/truncated/messages").intValue()).isIn(2, 4);
        assertThat(shorter.json().at("/truncated/images").intValue()).isZero();
        assertThat(send(SERVICE, body.put("truncation", "some")).error().get("param").asString())
                .isEqualTo("truncation");
    }

    @Test
    void anySeedIsTakenAndAMissingOneIsDrawn() {
        for (String seed : List.of("-1", "1234", "9223372036854775807", "'x'")) {
            int status =
                    send(
                                    SERVICE,
                                    aboutRed()
                                            .put("max_tokens", 1)
                                            .setAll(json("{'seed':" + seed + "}")))
                            .status();
            assertThat(status).isEqualTo(seed.equals("'x'") ? 400 : 200);
        }
        ObjectNode body =
                body(message("user", "What is this?")).put("temperature", 10).put("max_tokens", 20);
        assertThat(answer(SERVICE, body)).isNotEqualTo(answer(SERVICE, body));
    }

    @Test
    void anAnswerMayBeJson() {
        ObjectNode body = aboutRed();
        body.set(
                "response_format",
                json(
                        "{'type':'json_schema','json_schema':{'name':'answer','strict':true,"
                                + "'schema':{'type':'object','properties':{'colour':{'enum':"
                                + "['red','blue']}},'required':['colour'],"
                                + "'additionalProperties':false}}}"));
        assertThat(Chat.json(answer(SERVICE, body)).get("colour").stringValue())
                .isIn("red", "blue");
    }

    @Test
    void aBiasAndAStopChangeTheAnswer() {
        String plain = answer(SERVICE, aboutRed());
        ObjectNode stopped = aboutRed().put("stop", plain.substring(2, 4));
        assertThat(answer(SERVICE, stopped)).isEqualTo(plain.substring(0, 2));
        ObjectNode banned = aboutRed();
        banned.putObject("logit_bias").put("red", -100).put(" red", -100).put("Red", -100);
        assertThat(answer(SERVICE, banned)).isNotEqualTo(plain);
    }

    @Test
    void unknownFieldsAreIgnored() {
        ObjectNode body = aboutRed().put("user", "me").put("service_tier", "auto").put("x", 1);
        body.put("store", false).put("parallel_tool_calls", true).putObject("metadata");
        body.put("logprobs", false).putNull("top_logprobs").put("tool_choice", "none");
        body.putArray("modalities").add("text");
        assertThat(answer(SERVICE, body)).isEqualTo(answer(SERVICE, aboutRed()));
    }

    @Test
    void whatCannotBeObeyedIsRefusedByName() {
        for (String field :
                List.of(
                        "'prompt_logprobs':1",
                        "'echo':true",
                        "'tools':[{'type':'function'}]",
                        "'tool_choice':'required'",
                        "'modalities':['text','audio']",
                        "'web_search_options':{}",
                        "'guided_choice':['a','b']",
                        "'repeat_penalty':1.2",
                        "'chat_template_kwargs':{'other':1}")) {
            Reply reply = send(SERVICE, aboutRed().setAll(json("{" + field + "}")));
            assertThat(reply.status()).as(field).isEqualTo(400);
            assertThat(field.replace("':{'", ".")).contains(reply.error().get("param").asString());
            assertThat(reply.error().get("message").asString()).contains("is not supported");
        }
    }

    @Test
    void faultsNameTheMessage() {
        assertThat(fault("{'role':'tool','content':'x'}")).isEqualTo("messages[0].role");
        assertThat(fault("{'role':'user'}")).isEqualTo("messages[0].content");
        assertThat(fault("{'role':'user','content':7}")).isEqualTo("messages[0].content");
        assertThat(fault("{'role':'user','content':[{'type':'text'}]}"))
                .isEqualTo("messages[0].content[0].text");
        assertThat(fault("{'role':'user','content':[{'type':'input_audio'}]}"))
                .isEqualTo("messages[0].content[0].type");
        assertThat(fault("{'role':'user','content':[{'type':'image_url','image_url':{}}]}"))
                .isEqualTo("messages[0].content[0].image_url.url");
        assertThat(
                        fault(
                                "{'role':'user','content':[{'type':'image_url','image_url':"
                                        + "{'url':'https://example.com/a.png'}}]}"))
                .isEqualTo("messages[0].content[0].image_url.url");
        assertThat(fault("{'role':'assistant','content':null,'tool_calls':[{'id':'a'}]}"))
                .isEqualTo("messages[0].tool_calls");
    }

    private static String fault(String message) {
        Reply reply = send(SERVICE, body(json(message)));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().get("type").stringValue()).isEqualTo("invalid_request_error");
        return reply.error().get("param").stringValue();
    }

    @Test
    void errorsHaveOpenAisForm() {
        JsonNode error = send(SERVICE, body(message("user", "x".repeat(60_000)))).error();
        assertThat(error.propertyNames())
                .containsExactly("message", "type", "param", "code", "request_id");
        assertThat(error.get("code").stringValue()).isEqualTo("context_length_exceeded");
        Reply type = SERVICE.post("/v1/chat/completions", "text/plain", new byte[] {1});
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.error().get("code").stringValue()).isEqualTo("unsupported_media_type");
        assertThat(SERVICE.get("/v1/chat/completions").status()).isEqualTo(405);
        assertThat(send(SERVICE, json("{'n':0,'messages':[]}")).error().get("param").asString())
                .isEqualTo("n");
        assertThat(send(SERVICE, json("{}")).error().get("param").asString()).isEqualTo("messages");
    }

    @Test
    void modelsAreListed() {
        JsonNode model = SERVICE.get("/v1/models").json().at("/data/0");
        assertThat(model.get("id").stringValue()).isEqualTo("glimpse-tiny");
        assertThat(SERVICE.get("/v1/models/glimpse-tiny").json()).isEqualTo(model);
        Reply other = SERVICE.get("/v1/models/gpt-4o");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.error().get("type").stringValue()).isEqualTo("invalid_request_error");
    }
}
