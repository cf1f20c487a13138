package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/// A prompt to answer, and the way back to who asked. The decode thread writes, the caller reads;
/// an answer's events are bounded by its tokens, so the queue is not.
public final class DecodeJob {
    private final Prompt prompt;
    private final PromptRows rows;
    private final Work work;
    private final BooleanSupplier cancelled;
    private final BlockingQueue<DecodeEvent> events = new LinkedBlockingQueue<>();
    private final Consumer<DecodeEvent> told;
    private final long submitted = System.nanoTime();

    /// What is to be done behind the prompt.
    ///
    /// @param ends tokens to be scored there; none where an answer is written
    /// @param rowsOfUse its rows, the first ones, that others may come to need
    private record Work(
            AnswerRules rules, List<Integer> ends, Optional<SharedPrompt> shared, int rowsOfUse) {}

    /// @param cancelled asked before each step whether to end early
    public DecodeJob(Prompt prompt, AnswerRules rules, BooleanSupplier cancelled) {
        this(
                prompt,
                PromptRows.of(prompt, outputs(prompt, rules)),
                new Work(rules, List.of(), Optional.empty(), Integer.MAX_VALUE),
                cancelled,
                Optional.empty());
    }

    /// @param told takes the events; where there is nothing they are kept until taken
    private DecodeJob(
            Prompt prompt,
            PromptRows rows,
            Work work,
            BooleanSupplier cancelled,
            Optional<Consumer<DecodeEvent>> told) {
        this.prompt = prompt;
        this.rows = rows;
        this.work = work;
        this.cancelled = cancelled;
        this.told = told.orElse(events::add);
    }

    private static int outputs(Prompt prompt, AnswerRules rules) {
        return rules.scoresPrompt() ? prompt.tokens() : 1;
    }

    /// Several answers to one prompt, which is computed once: each begins with the logits that the
    /// first one found at its end, and with its rows. They score the prompt alike.
    ///
    /// @param rules one an answer
    /// @param cancelled asked before each step whether to end early, all of them
    /// @param told takes an event and the index of its answer, on the decode thread or the one that
    ///   withdraws the job; quick
    public static List<DecodeJob> answers(
            Prompt prompt,
            List<AnswerRules> rules,
            BooleanSupplier cancelled,
            ObjIntConsumer<DecodeEvent> told) {
        PromptRows rows = PromptRows.of(prompt, outputs(prompt, rules.getFirst()));
        Optional<SharedPrompt> shared =
                rules.size() > 1 ? Optional.of(new SharedPrompt()) : Optional.empty();
        var jobs = new ArrayList<DecodeJob>();
        for (AnswerRules each : rules) {
            int index = jobs.size();
            jobs.add(
                    new DecodeJob(
                            prompt,
                            rows,
                            new Work(
                                    each,
                                    List.of(),
                                    shared,
                                    index == 0 ? Integer.MAX_VALUE : rows.size()),
                            cancelled,
                            Optional.of(event -> told.accept(event, index))));
        }
        return List.copyOf(jobs);
    }

    /// A job that says how likely answers are that differ in their last token alone, and writes
    /// none: its events are [DecodeEvent.Scored] and [DecodeEvent.Done].
    ///
    /// @param begin the tokens that all begin with, perhaps none
    /// @param ends the last token of each, at least one
    /// @param cancelled asked before each step whether to end early
    public static DecodeJob scoring(
            Prompt prompt, List<Integer> begin, List<Integer> ends, BooleanSupplier cancelled) {
        Prompt whole = begin.isEmpty() ? prompt : prompt.with(new PromptPart.Tokens(begin));
        return new DecodeJob(
                whole,
                PromptRows.of(whole, begin.size() + 1),
                new Work(
                        AnswerRules.plain(SamplingOptions.GREEDY, 0, List.of()),
                        List.copyOf(ends),
                        Optional.empty(),
                        prompt.tokens()),
                cancelled,
                Optional.empty());
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

    /// Waits for the next event; the last one is [DecodeEvent.Done] or [DecodeEvent.Failed]. Not of
    /// those that [#answers] made, which tell of their events themselves.
    public DecodeEvent take() throws InterruptedException {
        return events.take();
    }

    void put(DecodeEvent event) {
        told.accept(event);
    }

    public Prompt prompt() {
        return prompt;
    }

    PromptRows rows() {
        return rows;
    }

    /// What it has in common with the other answers to its prompt, if there are any.
    Optional<SharedPrompt> shared() {
        return work.shared();
    }

    /// Tokens whose probability behind the prompt is asked for; none for a job that writes an
    /// answer.
    List<Integer> ends() {
        return work.ends();
    }

    /// Whether tokens are scored, and none chosen.
    boolean isScoring() {
        return !work.ends().isEmpty();
    }

    /// Its rows, the first ones, that others may come to need: of choices that are scored those of
    /// their prompt, of several answers to a prompt those of the first.
    int rowsOfUse() {
        return work.rowsOfUse();
    }

    AnswerRules rules() {
        return work.rules();
    }

    SamplingOptions sampling() {
        return work.rules().sampling();
    }

    int maxTokens() {
        return work.rules().maxTokens();
    }

    List<String> stop() {
        return work.rules().stop();
    }

    BooleanSupplier cancelled() {
        return cancelled;
    }

    /// When it was made, as [System#nanoTime()] counts.
    long submitted() {
        return submitted;
    }
}
