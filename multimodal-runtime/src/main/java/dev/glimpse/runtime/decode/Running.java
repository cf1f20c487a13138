package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.bindings.llama.SamplerChain;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.decode.BatchPlanner.Demand;
import dev.glimpse.runtime.decode.BatchPlanner.Kind;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A job in a slot: how far its prompt and its answer are. Confined to the decode thread.
final class Running implements AutoCloseable {
    private static final int NONE = -1;

    private final DecodeJob job;
    private final Sequence sequence;
    private final SamplerChain sampler;
    private final Answer answer;
    private final int limit;
    private final long begun = System.nanoTime();
    private long prefilled;

    /// The answer's last token, while its row is not computed.
    private int pending = NONE;

    /// Rows of the answer that have been computed.
    private int answerRows;

    /// The rows of the last batch whose logits are read: one chooses the next token.
    private final List<Integer> outputs = new ArrayList<>();

    /// Of the tokens to be scored, those that have been.
    private final List<Double> logProbabilities = new ArrayList<>();

    /// @param sequence with the rows that are there already
    /// @param sampler filled for this job; taken over
    /// @param limit rows the sequence may have at most
    Running(DecodeJob job, Sequence sequence, SamplerChain sampler, int limit) {
        this.job = job;
        this.sequence = sequence;
        this.sampler = sampler;
        this.limit = limit;
        answer = new Answer(job);
    }

    DecodeJob job() {
        return job;
    }

    Sequence sequence() {
        return sequence;
    }

    SamplerChain sampler() {
        return sampler;
    }

    boolean isPrefilling() {
        return sequence.rows() < job.rows().size();
    }

    /// Cells it may still come to need.
    int outstanding() {
        return limit - sequence.rows();
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
        int text = rows.isImage(row) ? 0 : rows.run(row);
        if (fused) {
            return new Demand(slot, Kind.FUSED, rows.causalRun(row), text);
        }
        return text > 0
                ? new Demand(slot, Kind.TEXT, text, text)
                : new Demand(slot, Kind.IMAGE, rows.run(row), 0);
    }

    /// The answer's last token, whose row is to be computed.
    RowKey pending() {
        return job.rows().answerKey(answerRows, pending);
    }

    /// Notes the row that the batch in the making computes logits for.
    void expect(int row) {
        outputs.add(row);
    }

    /// The rows of the last batch with its logits, which are read now.
    List<Integer> takeOutputs() {
        var taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    /// Whether tokens are scored, and none chosen.
    boolean isScoring() {
        return !job.scored().isEmpty();
    }

    /// Scores the next token.
    ///
    /// @return whether it was the last one
    boolean score(Logits logits) {
        int token = job.scored().get(logProbabilities.size());
        logProbabilities.add(logits.logProbability(token));
        if (logProbabilities.size() < job.scored().size()) {
            return false;
        }
        job.put(new DecodeEvent.Scored(logProbabilities));
        answer.end(FinishReason.STOP);
        return true;
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
            prefilled = System.nanoTime();
            job.put(new DecodeEvent.Prefilled());
        }
    }

    /// Takes the next token of the answer.
    ///
    /// @param end whether it ends the model's turn
    /// @param piece its bytes
    /// @return whether the answer is complete
    boolean take(int token, boolean end, byte[] piece) {
        if (end) {
            answer.end(FinishReason.STOP);
            return true;
        }
        if (answer.add(token, piece)) {
            return true;
        }
        if (sequence.rows() >= limit) {
            answer.end(FinishReason.LENGTH);
            return true;
        }
        pending = token;
        return false;
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
        sampler.close();
    }
}
