package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/// A prompt to answer, and the way back to who asked. The decode thread writes, the caller reads;
/// an answer's events are bounded by its tokens, so the queue is not.
public final class DecodeJob {
    private final Prompt prompt;
    private final PromptRows rows;
    private final AnswerRules rules;
    private final List<Integer> scored;
    private final BooleanSupplier cancelled;
    private final BlockingQueue<DecodeEvent> events = new LinkedBlockingQueue<>();
    private final long submitted = System.nanoTime();

    /// @param cancelled asked before each step whether to end early
    public DecodeJob(Prompt prompt, AnswerRules rules, BooleanSupplier cancelled) {
        this(prompt, rules, List.of(), cancelled);
    }

    private DecodeJob(
            Prompt prompt, AnswerRules rules, List<Integer> scored, BooleanSupplier cancelled) {
        this.prompt = prompt;
        rows = PromptRows.of(prompt, Math.max(1, scored.size()));
        this.rules = rules;
        this.scored = List.copyOf(scored);
        this.cancelled = cancelled;
    }

    /// A job that says how likely an answer is, and writes none: its events are
    /// [DecodeEvent.Scored] and [DecodeEvent.Done].
    ///
    /// @param choice the answer's tokens, at least one
    /// @param cancelled asked before each step whether to end early
    public static DecodeJob scoring(
            Prompt prompt, List<Integer> choice, BooleanSupplier cancelled) {
        var known = new PromptPart.Tokens(choice.subList(0, choice.size() - 1));
        return new DecodeJob(
                choice.size() > 1 ? prompt.with(known) : prompt,
                AnswerRules.plain(SamplingOptions.GREEDY, 1, List.of()),
                choice,
                cancelled);
    }

    /// @param cancelled asked before each step whether to end early
    public DecodeJob(
            Prompt prompt,
            SamplingOptions sampling,
            int maxTokens,
            List<String> stop,
            BooleanSupplier cancelled) {
        this(prompt, AnswerRules.plain(sampling, maxTokens, stop), cancelled);
    }

    /// Waits for the next event; the last one is [DecodeEvent.Done] or [DecodeEvent.Failed].
    public DecodeEvent take() throws InterruptedException {
        return events.take();
    }

    void put(DecodeEvent event) {
        events.add(event);
    }

    public Prompt prompt() {
        return prompt;
    }

    PromptRows rows() {
        return rows;
    }

    /// Tokens whose probability is asked for, each after those before it; none for a job that
    /// writes an answer.
    List<Integer> scored() {
        return scored;
    }

    AnswerRules rules() {
        return rules;
    }

    SamplingOptions sampling() {
        return rules.sampling();
    }

    int maxTokens() {
        return rules.maxTokens();
    }

    List<String> stop() {
        return rules.stop();
    }

    BooleanSupplier cancelled() {
        return cancelled;
    }

    /// When it was made, as [System#nanoTime()] counts.
    long submitted() {
        return submitted;
    }
}
