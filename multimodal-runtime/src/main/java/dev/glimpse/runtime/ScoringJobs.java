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
import java.util.Optional;
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

    /// Has choices scored that differ in their last token alone.
    ///
    /// @param begin what they begin with
    /// @param ends the last token of each
    /// @throws ModelException if the model is closed
    void submit(Prompt prompt, List<Integer> begin, List<Integer> ends) {
        var job = DecodeJob.scoring(prompt, begin, ends, abandoned::isCancelled);
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

    /// What was found of each submission, in their order.
    ///
    /// @throws CancellationException if they were abandoned
    /// @throws ModelException if one could not be computed
    List<DecodeEvent.Scored> scored() throws InterruptedException {
        var all = new ArrayList<DecodeEvent.Scored>();
        for (DecodeJob job = first(); job != null; job = first()) {
            all.add(scored(job));
        }
        return all;
    }

    private @Nullable DecodeJob first() {
        synchronized (open) {
            return open.peek();
        }
    }

    private DecodeEvent.Scored scored(DecodeJob job) throws InterruptedException {
        Optional<DecodeEvent.Scored> found = Optional.empty();
        while (true) {
            switch (job.take()) {
                case DecodeEvent.Scored scored -> found = Optional.of(scored);
                case DecodeEvent.Failed(var reason) -> {
                    forget(job);
                    throw reason;
                }
                case DecodeEvent.Done _ -> {
                    forget(job);
                    return found.orElseThrow(() ->
                            new CancellationException("the choices were not scored: cancelled"));
                }
                case DecodeEvent.Prefilled _,
                        DecodeEvent.PromptScored _,
                        DecodeEvent.Reasoning _,
                        DecodeEvent.Text _,
                        DecodeEvent.TurnEnded _ -> {}
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
                scored(job);
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
