package dev.glimpse.http.openai;

import static dev.glimpse.http.openai.Chat.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The requests that evaluation programs send, as their sources build them.
@Tag("native")
class RequestShapesTest {
    private static final String RED =
            "data:image/png;base64," + Base64.getEncoder().encodeToString(Images.disc(0xE01010));
    private static final int AT_ONCE = 32;
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    /// VLMEvalKit's `run.py --base-url`.
    private static final String VLMEVALKIT =
            "{'model':'NAME','messages':[{'role':'system','content':'You answer.'},{'role':'user',"
                    + "'content':[{'type':'image_url','image_url':{'url':'"
                    + RED
                    + "'}},{'type':'text','text':'What colour is the circle?'}]}],'n':1,"
                    + "'max_tokens':32768,'temperature':0.0,'top_p':1.0,'top_k':-1,"
                    + "'repetition_penalty':1.0}";

    private static void answers(String shape) {
        Reply reply = Chat.send(SERVICE, json(shape));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().at("/choices/0/message/content").stringValue()).isNotBlank();
        assertThat(reply.json().at("/usage/prompt_tokens").intValue()).isPositive();
    }

    @Test
    void vlmEvalKitsRunAsksForManyTokens() {
        answers(VLMEVALKIT);
    }

    @Test
    void vlmEvalKitStreams() {
        Reply reply = Chat.send(SERVICE, json(VLMEVALKIT).put("stream", true));
        assertThat(Chat.joined(Chat.chunks(reply), 0)).containsIgnoringCase("red");
    }

    @Test
    void vlmEvalKitsTextAloneIsAList() {
        answers(
                "{'model':'NAME','messages':[{'role':'user','content':[{'type':'text','text':"
                        + "'hello'}]}],'n':1,'max_tokens':64,'temperature':0.0}");
    }

    @Test
    void vlmEvalKitsOpenAiWrapperAsksForLowDetail() {
        answers(
                "{'model':'gpt-4o','messages':[{'role':'user','content':[{'type':'image_url',"
                        + "'image_url':{'url':'"
                        + RED
                        + "','detail':'low'}},{'type':'text','text':'What is this?'}]}],"
                        + "'max_tokens':2048,'temperature':0}");
        answers(
                "{'model':'minicpm-o4.5','messages':[{'role':'user','content':[{'type':'text',"
                        + "'text':'What is this?'}]}],'max_completion_tokens':2048}");
    }

    @Test
    void lmmsEvalSwitchesThinkingOff() {
        answers(
                "{'model':'NAME','messages':[{'role':'user','content':[{'type':'image_url',"
                        + "'image_url':{'url':'"
                        + RED
                        + "'}},{'type':'text','text':'What is this?'}]}],'max_tokens':1024,"
                        + "'temperature':0,'chat_template_kwargs':{'enable_thinking':false}}");
    }

    @Test
    void lmEvalSendsStringsStopsAndASeed() {
        answers(
                "{'messages':[{'role':'user','content':'Question: what is this?\\nAnswer:'}],"
                    + "'model':'NAME','max_tokens':256,'temperature':0,'stop':['\\n\\n','<end>',"
                    + "'Question:','Q:'],'seed':1234}");
    }

    /// Languages whose numbers are all floating point, as Lua.
    @Test
    void wholeNumbersMayHaveAPoint() {
        answers(
                "{'messages':[{'role':'user','content':'hello'}],'n':1.0,'max_tokens':16.0,"
                        + "'seed':7.0,'top_k':40.0,'temperature':1.0}");
    }

    /// AlpacaEval's judge reads the probabilities of the first token.
    @Test
    void alpacaEvalsJudgeReadsLogprobs() {
        Reply reply =
                Chat.send(
                        SERVICE,
                        json(
                                "{'model':'NAME','messages':[{'role':'system','content':'You are a"
                                    + " judge.'},{'role':'user','content':'Which one, m or M?'}],"
                                    + "'max_tokens':1,'temperature':1,'logprobs':true,"
                                    + "'top_logprobs':5}"));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        JsonNode first = reply.json().at("/choices/0/logprobs/content/0");
        assertThat(first.get("top_logprobs").size()).isEqualTo(5);
        double together = 0;
        for (JsonNode one : first.get("top_logprobs")) {
            together += Math.exp(one.get("logprob").doubleValue());
        }
        assertThat(together).isBetween(0.1, 1.0);
    }

    /// lm_eval's `local-completions`, `generate_until`: prompts are token numbers.
    @Test
    void lmEvalCompletesTokens() {
        Reply reply =
                Completions.send(
                        SERVICE,
                        json(
                                "{'prompt':[[1,500,501,502],[1,600,601]],'model':'NAME',"
                                        + "'max_tokens':24,'temperature':0,'stop':['\\n\\n','Q:'],"
                                        + "'seed':1234}"));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().get("choices").size()).isEqualTo(2);
        assertThat(reply.json().at("/choices/1/text").isString()).isTrue();
    }

    @Test
    void manyAtOnceAreAllAnswered() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<Reply>>();
            Callable<Reply> request = () -> Chat.send(SERVICE, json(VLMEVALKIT));
            for (int i = 0; i < AT_ONCE; i++) {
                replies.add(threads.submit(request));
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
        }
    }
}
