package dev.glimpse.http.openai;

import static dev.glimpse.http.openai.Chat.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ChoiceScore;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Completions of texts and tokens: what is said, and how likely it is.
@Tag("native")
class CompletionsTest {
    private static final String PROMPT = "<用户>What color is the sky?<AI>";

    /// How far two sums of log-probabilities may be apart: batches are cut differently, and keys
    /// are kept in 16 bits.
    private static final double ROUNDING = 0.05;

    @RegisterExtension static final Service SERVICE = Service.ofClass();

    private static ObjectNode body(String prompt) {
        return json("{'model':'NAME'}").put("prompt", prompt);
    }

    private static JsonNode complete(JsonNode body) {
        Reply reply = Completions.send(SERVICE, body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    /// What lm_eval's `local-completions` sends for a likelihood task, and how it reads the reply:
    /// the continuation's tokens are those from the context's length to the last but one.
    @Test
    void lmEvalsLikelihoodsAreTheScoresOfTheChoices() {
        List<String> choices = List.of("Red", "Blue", "A long answer");
        var message = Message.user(Content.text("What color is the sky?"));
        List<ChoiceScore> scores =
                SERVICE.model().score(List.of(message), choices, new Cancellation());
        int context = Completions.tokens(SERVICE, PROMPT).size();
        ObjectNode body =
                json(
                        "{'model':'NAME','temperature':0,'max_tokens':1,'logprobs':1,'seed':1234,"
                                + "'echo':true}");
        ArrayNode prompts = body.putArray("prompt");
        for (String choice : choices) {
            ArrayNode tokens = prompts.addArray();
            Completions.tokens(SERVICE, PROMPT + choice).forEach(tokens::add);
        }
        JsonNode reply = complete(body);
        int greedy = 0;
        for (int i = 0; i < choices.size(); i++) {
            JsonNode columns = reply.at("/choices/" + i + "/logprobs");
            int end = columns.get("tokens").size() - 1;
            assertThat(end).isEqualTo(prompts.get(i).size());
            double sum = 0;
            boolean likeliest = true;
            for (int at = context; at < end; at++) {
                double one = columns.get("token_logprobs").get(at).doubleValue();
                sum += one;
                likeliest &= one == greatest(columns.get("top_logprobs").get(at));
            }
            greedy += likeliest ? 1 : 0;
            assertThat(sum).isCloseTo(scores.get(i).logProbability(), within(ROUNDING));
        }
        assertThat(greedy).isLessThanOrEqualTo(1);
        assertThat(reply.at("/choices/0/logprobs/token_logprobs/0").isNull()).isTrue();
        assertThat(reply.at("/choices/0/logprobs/top_logprobs/0").isNull()).isTrue();
    }

    private static double greatest(JsonNode byText) {
        return byText.valueStream().mapToDouble(JsonNode::doubleValue).max().orElseThrow();
    }

    @Test
    void whatTheModelSaysIsLikeliest() {
        JsonNode said = complete(body(PROMPT).put("logprobs", 1));
        JsonNode columns = said.at("/choices/0/logprobs");
        assertThat(columns.get("tokens").size()).isPositive();
        for (int i = 0; i < columns.get("tokens").size(); i++) {
            assertThat(columns.get("token_logprobs").get(i).doubleValue())
                    .isEqualTo(greatest(columns.get("top_logprobs").get(i)));
        }
        assertThat(said.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        // The end of the turn is one of them, so that clients find as many as they ask for.
        ObjectNode one = body(PROMPT + said.at("/choices/0/text").stringValue());
        JsonNode end = complete(one.put("logprobs", 0).put("max_tokens", 1));
        assertThat(end.at("/choices/0/text").stringValue()).isEmpty();
        assertThat(end.at("/choices/0/logprobs/tokens").size()).isEqualTo(1);
        assertThat(end.at("/choices/0/logprobs/top_logprobs/0").size()).isEqualTo(1);
    }

    @Test
    void tokensBeginWhereTheOffsetsSay() {
        for (String prompt : List.of("Grüße 🙂 aus 天空, " + PROMPT, " two  spaces", "a\n\nb")) {
            JsonNode choice =
                    complete(body(prompt).put("logprobs", 2).put("echo", true)).at("/choices/0");
            int[] text = choice.get("text").stringValue().codePoints().toArray();
            assertThat(new String(text, 0, prompt.codePointCount(0, prompt.length())))
                    .isEqualTo(prompt);
            JsonNode columns = choice.get("logprobs");
            int whole = 0;
            for (int i = 0; i < columns.get("tokens").size(); i++) {
                String token = columns.get("tokens").get(i).stringValue();
                int begin = columns.get("text_offset").get(i).intValue();
                int length = token.codePointCount(0, token.length());
                boolean there =
                        begin + length <= text.length
                                && new String(text, begin, length).equals(token);
                whole += there ? 1 : 0;
                boolean other = i == 0 || token.startsWith("bytes:") || token.startsWith("<");
                assertThat(there || other).as("%s at %d", token, begin).isTrue();
            }
            assertThat(whole).isGreaterThan(columns.get("tokens").size() / 3);
        }
    }

    @Test
    void streamedItIsTheSame() {
        for (boolean echo : new boolean[] {true, false}) {
            ObjectNode body = body(PROMPT).put("logprobs", 3).put("echo", echo).put("n", 2);
            JsonNode whole = complete(body);
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
            List<JsonNode> chunks = Chat.chunks(Completions.send(SERVICE, body));
            assertThat(chunks.getLast().get("usage")).isEqualTo(whole.get("usage"));
            for (int answer = 0; answer < 2; answer++) {
                JsonNode choice = whole.at("/choices/" + answer);
                var text = new StringBuilder();
                var tokens = new ArrayList<String>();
                var offsets = new ArrayList<Integer>();
                String finish = "";
                for (JsonNode chunk : chunks.subList(0, chunks.size() - 1)) {
                    JsonNode piece = chunk.at("/choices/0");
                    if (piece.get("index").intValue() == answer) {
                        text.append(piece.get("text").stringValue());
                        piece.at("/logprobs/tokens").forEach(one -> tokens.add(one.stringValue()));
                        piece.at("/logprobs/text_offset")
                                .forEach(one -> offsets.add(one.intValue()));
                        finish = piece.get("finish_reason").asString("");
                    }
                }
                assertThat(text.toString()).isEqualTo(choice.get("text").stringValue());
                assertThat(finish).isEqualTo(choice.get("finish_reason").stringValue());
                assertThat(tokens)
                        .isEqualTo(
                                choice.at("/logprobs/tokens")
                                        .valueStream()
                                        .map(JsonNode::stringValue)
                                        .toList());
                assertThat(offsets)
                        .isEqualTo(
                                choice.at("/logprobs/text_offset")
                                        .valueStream()
                                        .map(JsonNode::intValue)
                                        .toList());
            }
        }
    }

    @Test
    void severalPromptsHaveSeveralAnswersEach() {
        ObjectNode body = json("{'prompt':['" + PROMPT + "','<用户>Say it.<AI>'],'n':3}");
        JsonNode reply = complete(body.put("temperature", 1).put("seed", 5).put("echo", true));
        assertThat(reply.get("object").stringValue()).isEqualTo("text_completion");
        assertThat(reply.get("choices").size()).isEqualTo(6);
        for (int i = 0; i < 6; i++) {
            JsonNode choice = reply.at("/choices/" + i);
            assertThat(choice.get("index").intValue()).isEqualTo(i);
            assertThat(choice.get("text").stringValue()).startsWith(i < 3 ? PROMPT : "<用户>Say");
            assertThat(choice.get("logprobs").isNull()).isTrue();
        }
        int prompts =
                Completions.tokens(SERVICE, PROMPT).size()
                        + Completions.tokens(SERVICE, "<用户>Say it.<AI>").size();
        assertThat(reply.at("/usage/prompt_tokens").intValue()).isEqualTo(prompts);
    }

    @Test
    void aPromptAloneIsEchoed() {
        ObjectNode body = json("{'max_tokens':0,'echo':true}");
        ArrayNode tokens = body.putArray("prompt");
        Completions.tokens(SERVICE, "The sky is blue").forEach(tokens::add);
        JsonNode choice = complete(body).at("/choices/0");
        assertThat(choice.get("text").stringValue().strip()).isEqualTo("The sky is blue");
        assertThat(choice.get("finish_reason").stringValue()).isEqualTo("length");
        JsonNode scored = complete(body.put("logprobs", 1)).at("/choices/0/logprobs");
        assertThat(scored.get("tokens").size()).isEqualTo(tokens.size());
    }

    @Test
    void answersEndAfterSixteenTokensUnlessAskedFor() {
        JsonNode reply = complete(body("<用户>What is this?<AI>").put("ignore_eos", true));
        assertThat(reply.at("/usage/completion_tokens").intValue()).isEqualTo(16);
        assertThat(reply.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
    }

    @Test
    void faultsNameTheField() {
        var faults =
                Map.ofEntries(
                        Map.entry("{}", "prompt"),
                        Map.entry("{'prompt':[]}", "prompt"),
                        Map.entry("{'prompt':7}", "prompt"),
                        Map.entry("{'prompt':['a',7]}", "prompt[1]"),
                        Map.entry("{'prompt':[1,'a']}", "prompt[1]"),
                        Map.entry("{'prompt':[[1,-2]]}", "prompt[0][1]"),
                        Map.entry("{'prompt':'a','logprobs':21}", "logprobs"),
                        Map.entry("{'prompt':'a','logprobs':true}", "logprobs"),
                        Map.entry("{'prompt':'a','max_tokens':-1}", "max_tokens"),
                        Map.entry("{'prompt':'a','n':17}", "n"),
                        Map.entry("{'prompt':'a','best_of':2}", "best_of"),
                        Map.entry("{'prompt':'a','suffix':'b'}", "suffix"));
        faults.forEach((body, param) -> {
            Reply reply = Completions.send(SERVICE, json(body));
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.error().get("param").asString()).as(body).isEqualTo(param);
            assertThat(reply.error().get("type").asString()).isEqualTo("invalid_request_error");
        });
        Reply unknown = Completions.send(SERVICE, json("{'prompt':[1,999999]}"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.error().get("message").asString()).contains("999999", "0 to 4095");
        Reply tooLong = Completions.send(SERVICE, body("word ".repeat(10_000)));
        assertThat(tooLong.error().get("code").asString()).isEqualTo("context_length_exceeded");
    }
}
