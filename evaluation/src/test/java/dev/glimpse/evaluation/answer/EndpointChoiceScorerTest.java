package dev.glimpse.evaluation.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointChoiceScorerTest {
    private static final List<Message> TURNS = List.of(Message.user(Content.text("Which?")));

    @Test
    void letterIsTheLikelierOfItsFormsWithAndWithoutSpace() throws IOException {
        try (var server =
                new ReplyingServer(
                        200,
                        """
                        {"choices": [{"message": {"content": "B"}, "logprobs": {"content": [
                          {"token": "B", "logprob": -0.5, "top_logprobs": [
                            {"token": " B", "logprob": -0.5}, {"token": "B", "logprob": -2},
                            {"token": "A", "logprob": -1.25}, {"token": "Be", "logprob": -3}]}]}}]}
                        """)) {
            var scorer = new EndpointChoiceScorer(server.options());

            assertThat(scorer.logProbabilities(TURNS, List.of("A", "B", "C")))
                    .containsExactly(-1.25, -0.5, EndpointChoiceScorer.ABSENT);
            assertThat(server.request().path("max_tokens").asInt()).isEqualTo(1);
            assertThat(server.request().path("logprobs").asBoolean()).isTrue();
            assertThat(server.request().path("top_logprobs").asInt()).isEqualTo(20);
            assertThat(server.request().at("/messages/0/content/0/text").asString())
                    .isEqualTo("Which?");
        }
    }

    @Test
    void endpointWithoutLogProbabilitiesIsNamed() throws IOException {
        try (var server =
                new ReplyingServer(200, "{\"choices\": [{\"message\": {\"content\": \"B\"}}]}")) {
            var scorer = new EndpointChoiceScorer(server.options());

            assertThatThrownBy(() -> scorer.logProbabilities(TURNS, List.of("A")))
                    .isInstanceOfSatisfying(
                            AnswerException.class,
                            e -> assertThat(e.kind()).isEqualTo(AnswerException.Kind.LASTING))
                    .hasMessageContaining("top_logprobs");
        }
    }
}
