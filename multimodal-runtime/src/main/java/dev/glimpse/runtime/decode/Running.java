package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.decode.BatchPlanner.Demand;
import dev.glimpse.runtime.decode.BatchPlanner.Kind;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A job in a slot: how far its prompt and its answer are. Confined to the decode thread.
final class Running implements AutoCloseable {
    /// No row of the prompt, no token.
    static final int NONE = -1;

    /// Rows of one prompt with logits in a batch: each takes memory for the whole vocabulary.
    private static final int MAX_OUTPUTS = 64;

    private final DecodeJob job;
    private final Sequence sequence;
    private final Optional<SamplerChain> sampler;
    private final Optional<TokenScorer> scorer;
    private final Vocabulary vocabulary;
    private final PromptScores promptScores;
    private final Answer answer;
    private final int limit;
    private final Points points;
    private final long begun = System.nanoTime();
    private long prefilled;

    /// The answer's last token, while its row is not computed.
    private int pending = NONE;

    /// Rows of the answer that have been computed.
    private int answerRows;

    /// The rows of the last batch whose logits are read.
    private final List<Output> outputs = new ArrayList<>();

    /// A row of the last batch with logits.
    ///
    /// @param row of the batch
    /// @param promptRow which row of the prompt it is, or -1 for one of the answer
    record Output(int row, int promptRow) {}

    /// What chooses a job's tokens.
    ///
    /// @param sampler filled for this job, taken over; none where nothing is chosen
    record Choosing(Vocabulary vocabulary, Optional<SamplerChain> sampler) {}

    /// @param sequence with the rows that are there already
    /// @param limit rows the sequence may have at most
    /// @param points of the prompt where the sequence is copied
    Running(DecodeJob job, Sequence sequence, Choosing choosing, int limit, Points points) {
        this.job = job;
        this.sequence = sequence;
        this.limit = limit;
        this.points = points;
        vocabulary = choosing.vocabulary();
        sampler = choosing.sampler();
        scorer =
                job.rules()
                        .scores()
                        .map(wanted -> new TokenScorer(vocabulary, wanted.alternatives()));
        promptScores = new PromptScores(job, scorer);
        answer = new Answer(job);
    }

    DecodeJob job() {
        return job;
    }

    Sequence sequence() {
        return sequence;
    }

    boolean isPrefilling() {
        return sequence.rows() < job.rows().size();
    }

    /// Cells it may still come to need.
    int outstanding() {
        return limit - sequence.rows();
    }

    /// Where its sequence is to be copied for others.
    Points points() {
        return points;
    }

    /// Whether it will stand at a border of its prompt, where it is told to stop; not if it has
    /// come there.
    boolean comesTo(int row) {
        points.add(row, sequence.rows());
        return sequence.rows() < row;
    }

    /// What it could have computed next.
    ///
    /// @param fused whether text and images may share a batch
    Demand demand(int slot, boolean fused) {
        if (!isPrefilling()) {
            return new Demand(slot, Kind.ANSWER, 1, 1);
        }
        PromptRows rows = job.rows();
        int row = sequence.rows();
        if (!rows.isCausal(row)) {
            return new Demand(slot, Kind.WHOLE_IMAGE, rows.run(row), 0);
        }
        int most = points.until(row, Math.max(0, rows.firstOutput() - row) + MAX_OUTPUTS);
        int text = rows.isImage(row) ? 0 : Math.min(most, rows.run(row));
        if (fused) {
            return new Demand(slot, Kind.FUSED, Math.min(most, rows.causalRun(row)), text);
        }
        return text > 0
                ? new Demand(slot, Kind.TEXT, text, text)
                : new Demand(slot, Kind.IMAGE, rows.run(row), 0);
    }

    /// The answer's last token, whose row is to be computed.
    RowKey pending() {
        return job.rows().answerKey(answerRows, pending);
    }

    /// Notes a row that the batch in the making computes logits for.
    void expect(Output output) {
        outputs.add(output);
    }

    /// The rows of the last batch with its logits, which are read now, in their order.
    List<Output> takeOutputs() {
        var taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    /// Whether its prompt was there when it began, computed by another answer to it.
    Optional<SharedPrompt.Ended> inherited() {
        boolean fresh = !isPrefilling() && prefilled == 0;
        return fresh ? job.shared().flatMap(SharedPrompt::ended) : Optional.empty();
    }

    /// Begins the answer to a prompt that another answer computed.
    ///
    /// @return whether the answer is complete
    boolean inherit(SharedPrompt.Ended prompt) {
        prefilled();
        return promptEnded(prompt.logits(), prompt.tokens());
    }

    /// Reads the logits of a row.
    ///
    /// @return whether the answer is complete
    boolean read(Output output, Logits logits) {
        int row = output.promptRow();
        if (row == NONE) {
            return choose(logits);
        }
        if (row < job.rows().size() - 1) {
            promptScores.score(row + 1, logits);
            return false;
        }
        job.shared()
                .filter(shared -> shared.ended().isEmpty())
                .ifPresent(shared -> shared.end(logits, promptScores.tokens()));
        return promptEnded(logits, promptScores.tokens());
    }

    private boolean promptEnded(Logits logits, List<PromptToken> tokens) {
        if (job.isScoring()) {
            job.put(promptScores.scored(logits));
            answer.end(FinishReason.STOP);
            return true;
        }
        if (job.rules().scoresPrompt()) {
            job.put(new DecodeEvent.PromptScored(tokens));
        }
        if (job.maxTokens() == 0) {
            answer.end(FinishReason.LENGTH);
            return true;
        }
        return choose(logits);
    }

    /// Chooses the answer's next token.
    ///
    /// @return whether the answer is complete
    private boolean choose(Logits logits) {
        int token = sampler.orElseThrow().sample(logits);
        Optional<ScoredToken> score = scorer.map(reader -> reader.score(logits, token));
        if (vocabulary.isEndOfGeneration(token)) {
            answer.end(FinishReason.STOP);
            score.ifPresent(scored -> job.put(new DecodeEvent.TurnEnded(scored)));
            return true;
        }
        if (answer.add(token, vocabulary.piece(token), score)) {
            return true;
        }
        if (sequence.rows() >= limit) {
            answer.end(FinishReason.LENGTH);
            return true;
        }
        pending = token;
        return false;
    }

    /// Says that `rows` of its rows have been computed.
    void computed(int rows) {
        if (!isPrefilling()) {
            sequence.add(pending());
            pending = NONE;
            answerRows++;
            return;
        }
        for (int i = 0; i < rows; i++) {
            sequence.add(job.rows().key(sequence.rows()));
        }
        if (!isPrefilling()) {
            prefilled();
        }
    }

    private void prefilled() {
        prefilled = System.nanoTime();
        job.put(new DecodeEvent.Prefilled());
    }

    /// Ends the answer before it is complete.
    void cancel() {
        answer.end(FinishReason.CANCELLED);
    }

    /// What the caller is told in the end.
    DecodeEvent.Done done() {
        long now = System.nanoTime();
        long answered = prefilled == 0 ? now : prefilled;
        return new DecodeEvent.Done(
                answer.reason(),
                answer.tokens(),
                Duration.ofNanos(begun - job.submitted()),
                Duration.ofNanos(answered - begun),
                Duration.ofNanos(now - answered));
    }

    @Override
    public void close() {
        sampler.ifPresent(SamplerChain::close);
    }
}
