package dev.glimpse.runtime;

import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.fault.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What has come in of an answer. Confined to the caller's thread.
final class ReceivedAnswer {
    /// The end of an answer whose prompt never came to the decode thread.
    private static final DecodeEvent.Done CANCELLED =
            new DecodeEvent.Done(
                    FinishReason.CANCELLED, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final boolean scored;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<PromptToken> promptTokens = new ArrayList<>();
    private final List<ScoredToken> reasoningTokens = new ArrayList<>();
    private final List<ScoredToken> answerTokens = new ArrayList<>();
    private Optional<ScoredToken> turnEnd = Optional.empty();
    private DecodeEvent.Done done = CANCELLED;

    /// @param scored whether log-probabilities were asked for
    ReceivedAnswer(boolean scored) {
        this.scored = scored;
    }

    /// Takes what the decode thread told.
    ///
    /// @param usage of the prompt
    /// @return what the caller is told of it
    /// @throws ModelException if there will be no answer
    Optional<GenerationEvent> take(DecodeEvent event, Usage usage) {
        return switch (event) {
            case DecodeEvent.Prefilled _ ->
                    Optional.of(
                            new GenerationEvent.Prompt(usage.promptTokens(), usage.imageTokens()));
            case DecodeEvent.PromptScored(List<PromptToken> tokens) -> {
                promptTokens.addAll(tokens);
                yield Optional.of(new GenerationEvent.PromptScored(tokens));
            }
            case DecodeEvent.Reasoning(String more, List<ScoredToken> tokens) -> {
                reasoning.append(more);
                reasoningTokens.addAll(tokens);
                yield Optional.of(new GenerationEvent.Reasoning(more, tokens));
            }
            case DecodeEvent.Text(String more, List<ScoredToken> tokens) -> {
                text.append(more);
                answerTokens.addAll(tokens);
                yield Optional.of(new GenerationEvent.Text(more, tokens));
            }
            case DecodeEvent.TurnEnded(ScoredToken token) -> {
                turnEnd = Optional.of(token);
                yield Optional.empty();
            }
            case DecodeEvent.Scored _ ->
                    throw new IllegalStateException("a job that answers was scored");
            case DecodeEvent.Done end -> {
                done = end;
                yield Optional.empty();
            }
            case DecodeEvent.Failed failed -> throw failed.reason();
        };
    }

    /// The answer, complete or as far as it came.
    ///
    /// @param prompt what the prompt took
    /// @param images where the time before the decode thread went
    /// @param dropped what the prompt is without
    GenerationResult result(Usage prompt, RequestImages images, Dropped dropped) {
        var timings =
                new Timings(
                        images.waitingTime().plus(done.queue()),
                        images.decodeTime(),
                        images.preprocessTime(),
                        images.encodeTime(),
                        done.prefill(),
                        done.generate());
        return new GenerationResult(
                text.toString(),
                reasoning.toString(),
                done.reason(),
                new Usage(prompt.promptTokens(), prompt.imageTokens(), done.tokens()),
                timings,
                scored
                        ? Optional.of(
                                new LogProbabilities(
                                        promptTokens, reasoningTokens, answerTokens, turnEnd))
                        : Optional.empty(),
                dropped);
    }
}
