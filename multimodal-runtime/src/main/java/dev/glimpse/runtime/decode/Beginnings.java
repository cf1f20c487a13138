package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.runtime.decode.CachedRows.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a prompt has in common with others, ended or running, and so need not be computed for it.
/// Confined to the decode thread.
final class Beginnings {
    private final LlamaModel model;
    private final Sharing sharing;
    private final Prefixes prefixes;
    private final List<Running> running;

    /// @param running those that run, as they come and go
    Beginnings(LlamaModel model, Sharing sharing, Prefixes prefixes, List<Running> running) {
        this.model = model;
        this.sharing = sharing;
        this.prefixes = prefixes;
        this.running = running;
    }

    /// The rows that a job need not compute.
    ///
    /// @param source whose they are; nobody's where there are none
    /// @param rows how many
    record Beginning(Optional<Sequence> source, int rows) {
        static final Beginning EMPTY = new Beginning(Optional.empty(), 0);
    }

    /// What a job can begin with now.
    Beginning of(DecodeJob job) {
        return whole(job).orElseGet(() -> longest(job.rows()));
    }

    /// All of a prompt that another answer to it has computed, with the logits at its end. Also
    /// where nothing else is shared; a model that cannot go back must stand at the prompt's end.
    private Optional<Beginning> whole(DecodeJob job) {
        if (job.shared().flatMap(SharedPrompt::ended).isEmpty()) {
            return Optional.empty();
        }
        int size = job.rows().size();
        return sequences().stream()
                .filter(sequence -> model.remembersRows() || sequence.rows() == size)
                .filter(sequence -> sequence.holds(job.rows()))
                .findFirst()
                .map(sequence -> new Beginning(Optional.of(sequence), size));
    }

    /// The most that a prompt has in common with another sequence.
    private Beginning longest(PromptRows prompt) {
        Beginning best = Beginning.EMPTY;
        if (sharing == Sharing.NONE) {
            return best;
        }
        for (Sequence sequence : sequences()) {
            int common = sequence.common(prompt);
            boolean usable = sharing == Sharing.ROWS || common == sequence.rows();
            if (usable && common > best.rows()) {
                best = new Beginning(Optional.of(sequence), common);
            }
        }
        return best;
    }

    private List<Sequence> sequences() {
        var all = new ArrayList<>(prefixes.all());
        running.forEach(other -> all.add(other.sequence()));
        return all;
    }

    /// Whether a running job is about to compute rows that this one can begin with. One that would
    /// not stop where they end is told to.
    ///
    /// @param ready rows that it could begin with now
    boolean areWorthWaiting(DecodeJob job, int ready) {
        boolean wait = false;
        for (Running other : running) {
            wait |= other.isPrefilling() && isWorthWaiting(job, other, ready);
        }
        return wait;
    }

    private boolean isWorthWaiting(DecodeJob job, Running other, int ready) {
        if (job.shared().isPresent() && job.shared().equals(other.job().shared())) {
            return true;
        }
        if (sharing == Sharing.NONE) {
            return false;
        }
        int common = job.rows().common(other.job().rows());
        return common - ready > Points.WORTH_KEEPING
                && (sharing == Sharing.ROWS || other.comesTo(common));
    }

    /// Where a job's own sequence is to be copied for others.
    ///
    /// @param ready rows that it begins with
    Points points(DecodeJob job, int ready) {
        if (sharing != Sharing.WHOLE) {
            return new Points();
        }
        var points = Points.of(job, ready);
        for (Sequence sequence : sequences()) {
            int common = sequence.common(job.rows());
            if (common - ready > Points.WORTH_KEEPING && common < sequence.rows()) {
                points.add(common, ready);
            }
        }
        return points;
    }
}
