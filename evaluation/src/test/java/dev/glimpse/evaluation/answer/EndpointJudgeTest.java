package dev.glimpse.evaluation.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.judge.Judge;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EndpointJudgeTest {
    private static final Judge.Plea PLEA = new Judge.Plea("Be strict.", "Which is it?", 0.5, 3);

    @Test
    void pleaIsSentAsAConversation() throws IOException {
        try (var server = replying("{\"choices\": [{\"message\": {\"content\": \" 0.7\\n\"}}]}")) {
            var judge = new EndpointJudge(server.options());

            assertThat(judge.ask(PLEA)).isEqualTo("0.7");
            assertThat(judge.name()).isEqualTo("some-model");
            assertThat(server.request().toString())
                    .isEqualTo(
                            "{\"model\":\"some-model\",\"messages\":[{\"role\":\"system\",\"content\":\"Be"
                                + " strict.\"},{\"role\":\"user\",\"content\":\"Which is"
                                + " it?\"}],\"max_tokens\":3,\"temperature\":0.5}");
        }
    }

    @Test
    void pleaWithoutASystemHasNone() throws IOException {
        try (var server = replying("{\"choices\": [{\"message\": {\"content\": \"x\"}}]}")) {
            new EndpointJudge(server.options()).ask(Judge.Plea.of("Which?", 0, 3));

            assertThat(server.request().path("messages")).hasSize(1);
            assertThat(server.request().at("/messages/0/role").asString()).isEqualTo("user");
        }
    }

    @Test
    void likeliestFirstTokensAreRead() throws IOException {
        try (var server =
                replying(
                        """
                        {"choices": [{"message": {"content": "m"}, "logprobs": {"content": [
                          {"token": "m", "logprob": -0.25, "top_logprobs": [
                            {"token": "m", "logprob": -0.25}, {"token": "M", "logprob": -1.5}]}]}}]}
                        """)) {
            var tokens = new EndpointJudge(server.options()).firstTokens(PLEA);

            assertThat(tokens).containsOnlyKeys("m", "M").containsEntry("M", -1.5);
            assertThat(server.request().path("logprobs").asBoolean()).isTrue();
            assertThat(server.request().path("top_logprobs").asInt()).isEqualTo(5);
        }
    }

    @Test
    void judgeWithoutLogProbabilitiesCannotClassify() throws IOException {
        try (var server = replying("{\"choices\": [{\"message\": {\"content\": \"m\"}}]}")) {
            var judge = new EndpointJudge(server.options());

            assertThatThrownBy(() -> judge.firstTokens(PLEA))
                    .isInstanceOfSatisfying(
                            AnswerException.class,
                            e -> assertThat(e.kind()).isEqualTo(AnswerException.Kind.LASTING))
                    .hasMessageContaining("judge some-model gives no");
        }
    }

    @Test
    void judgeThatRefusesSaysWhy() throws IOException {
        try (var server = new ReplyingServer(429, "{\"error\": \"slow down\"}")) {
            var judge = new EndpointJudge(server.options());

            assertThatThrownBy(() -> judge.ask(PLEA))
                    .isInstanceOfSatisfying(
                            AnswerException.class,
                            e -> assertThat(e.kind()).isEqualTo(AnswerException.Kind.PASSING))
                    .hasMessageContaining("status 429")
                    .hasMessageContaining("slow down");
        }
    }

    private static ReplyingServer replying(String reply) throws IOException {
        return new ReplyingServer(200, reply);
    }
}
