package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.TokenFilter;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.decode.AnswerRules.TokenRules;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A job with what it has to give, and what came of it: an answer of given tokens, whatever the
/// model likes, so that one near-tie does not make all that follows incomparable; or choices.
final class Traffic implements TokenFilter {
    private final List<PromptPart> parts;

    /// The answer's tokens, or those that all choices begin with.
    private final List<Integer> given;

    /// The last token of each choice; none of an answer.
    private final List<Integer> ends;

    private final AtomicBoolean cancelled;
    private final List<Integer> liked = new ArrayList<>();
    private final List<DecodeEvent> events = new ArrayList<>();
    private DecodeJob job;

    private Traffic(
            List<PromptPart> parts,
            List<Integer> given,
            List<Integer> ends,
            AtomicBoolean cancelled) {
        this.parts = parts;
        this.given = given;
        this.ends = ends;
        this.cancelled = cancelled;
    }

    /// Answers to one prompt; they are cancelled together.
    ///
    /// @param given of each answer
    static List<Traffic> answers(
            List<PromptPart> parts,
            List<List<Integer>> given,
            Optional<LogProbabilityOptions> scores) {
        var cancelled = new AtomicBoolean();
        var all = new ArrayList<Traffic>();
        given.forEach(tokens -> all.add(new Traffic(parts, tokens, List.of(), cancelled)));
        List<DecodeJob> jobs =
                DecodeJob.answers(
                        new Prompt(parts),
                        all.stream().map(each -> each.rules(scores)).toList(),
                        cancelled::get,
                        (event, index) -> all.get(index).events.add(event));
        for (int i = 0; i < all.size(); i++) {
            all.get(i).job = jobs.get(i);
        }
        return all;
    }

    /// Choices that begin alike.
    static Traffic choices(List<PromptPart> parts, List<Integer> begin, List<Integer> ends) {
        var one = new Traffic(parts, begin, ends, new AtomicBoolean());
        one.job = DecodeJob.scoring(new Prompt(parts), begin, ends, one.cancelled::get);
        return one;
    }

    private AnswerRules rules(Optional<LogProbabilityOptions> scores) {
        return new AnswerRules(
                SamplingOptions.GREEDY,
                new TokenRules(Optional.empty(), Optional.of(this)),
                given.size(),
                List.of(),
                Optional.empty(),
                scores);
    }

    @Override
    public boolean allows(int token) {
        liked.add(token);
        return token == given.get(liked.size() - 1);
    }

    @Override
    public BitSet allowed() {
        var one = new BitSet();
        one.set(given.get(liked.size() - 1));
        return one;
    }

    @Override
    public void accept(int token) {}

    void cancel() {
        cancelled.set(true);
    }

    boolean isCancelled() {
        return cancelled.get();
    }

    DecodeJob job() {
        return job;
    }

    List<PromptPart> parts() {
        return parts;
    }

    List<Integer> given() {
        return given;
    }

    List<Integer> ends() {
        return ends;
    }

    /// What the model would have said at each place of the answer.
    List<Integer> liked() {
        return liked;
    }

    boolean isComplete() {
        return ends.isEmpty()
                ? liked.size() == given.size()
                : events().stream().anyMatch(DecodeEvent.Scored.class::isInstance);
    }

    /// All that was told; it must have ended.
    List<DecodeEvent> events() {
        try {
            while (events.isEmpty()
                    || !(events.getLast() instanceof DecodeEvent.Done
                            || events.getLast() instanceof DecodeEvent.Failed)) {
                events.add(job.take());
            }
            return events;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The prompt's tokens, if they were scored.
    List<PromptToken> promptTokens() {
        return events().stream()
                .filter(DecodeEvent.PromptScored.class::isInstance)
                .flatMap(event -> ((DecodeEvent.PromptScored) event).tokens().stream())
                .toList();
    }

    /// The answer's tokens, if they were scored.
    List<ScoredToken> answerTokens() {
        return events().stream()
                .filter(DecodeEvent.Text.class::isInstance)
                .flatMap(event -> ((DecodeEvent.Text) event).tokens().stream())
                .toList();
    }
}
