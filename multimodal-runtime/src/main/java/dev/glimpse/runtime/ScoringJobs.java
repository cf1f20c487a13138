package dev.glimpse.runtime;

import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.decode.DecodeJob;
import dev.glimpse.runtime.decode.DecodeThread;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.prompt.Prompt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// The choices of a request on the decode thread: once closed, none of them is left there. Confined
/// to the caller's thread, but for [#abandon()], which any thread may call.
final class ScoringJobs implements AutoCloseable {
    private final DecodeThread decoding;
    private final Cancellation abandoned = new Cancellation();

    /// Those whose last event was not taken yet; guarded by itself.
    private final Deque<DecodeJob> open = new ArrayDeque<>();

    ScoringJobs(DecodeThread decoding) {
        this.decoding = decoding;
    }

    /// Has a choice scored.
    ///
    /// @throws ModelException if the model is closed
    void submit(Prompt prompt, List<Integer> choice) {
        var job = DecodeJob.scoring(prompt, choice, abandoned::isCancelled);
        decoding.submit(job);
        synchronized (open) {
            open.add(job);
        }
    }

    /// Ends what waits now, and what runs before its next step.
    void abandon() {
        abandoned.cancel();
        List<DecodeJob> jobs;
        synchronized (open) {
            jobs = List.copyOf(open);
        }
        jobs.forEach(decoding::withdraw);
    }

    /// The log-probability of each choice, in their order.
    ///
    /// @throws CancellationException if they were abandoned
    /// @throws ModelException if one could not be computed
    List<Double> logProbabilities() throws InterruptedException {
        var all = new ArrayList<Double>();
        for (DecodeJob job = first(); job != null; job = first()) {
            all.add(logProbability(job));
        }
        return all;
    }

    private @Nullable DecodeJob first() {
        synchronized (open) {
            return open.peek();
        }
    }

    private double logProbability(DecodeJob job) throws InterruptedException {
        double sum = Double.NaN;
        while (true) {
            switch (job.take()) {
                case DecodeEvent.Scored(List<Double> each) ->
                        sum = each.stream().mapToDouble(Double::doubleValue).sum();
                case DecodeEvent.Failed(var reason) -> {
                    forget(job);
                    throw reason;
                }
                case DecodeEvent.Done _ -> {
                    forget(job);
                    if (Double.isNaN(sum)) {
                        throw new CancellationException("the choices were not scored: cancelled");
                    }
                    return sum;
                }
                case DecodeEvent.Prefilled _, DecodeEvent.Reasoning _, DecodeEvent.Text _ -> {}
            }
        }
    }

    private void forget(DecodeJob job) {
        synchronized (open) {
            open.remove(job);
        }
    }

    /// Ends what is left and waits for it: one step of the decode thread at most. Leaves an
    /// interrupted thread interrupted.
    @Override
    public void close() {
        abandon();
        boolean interrupted = false;
        for (DecodeJob job = first(); job != null; job = first()) {
            try {
                logProbability(job);
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (CancellationException | ModelException e) {
                // It has ended, which is all that is asked here; whoever waited for it was told.
                forget(job);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
