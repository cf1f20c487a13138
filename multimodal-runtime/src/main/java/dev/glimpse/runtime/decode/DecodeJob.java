package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.prompt.Prompt;
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
    private final BooleanSupplier cancelled;
    private final BlockingQueue<DecodeEvent> events = new LinkedBlockingQueue<>();
    private final long submitted = System.nanoTime();

    /// @param cancelled asked before each step whether to end early
    public DecodeJob(Prompt prompt, AnswerRules rules, BooleanSupplier cancelled) {
        this.prompt = prompt;
        rows = PromptRows.of(prompt);
        this.rules = rules;
        this.cancelled = cancelled;
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
