package dev.glimpse.runtime;

import dev.glimpse.runtime.decode.AnswerRules;
import dev.glimpse.runtime.decode.DecodeEvent;
import dev.glimpse.runtime.decode.DecodeJob;
import dev.glimpse.runtime.decode.DecodeThread;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.prompt.Prompt;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The answers of a request on the decode thread: once closed, none of them is left there. Confined
/// to the caller's thread.
final class AnswerJobs implements AutoCloseable {
    private final DecodeThread decoding;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final List<DecodeJob> jobs;
    private final Cancellation.Registration cancelled;

    /// Set when the decode thread shall stop for a reason of this thread's, such as an exception in
    /// the caller's consumer, without touching the caller's own flag.
    private final Cancellation abandoned = new Cancellation();

    private int open;

    /// Whether this thread was interrupted while it waited for the decode thread.
    private boolean interrupted;

    /// What was told of an answer.
    ///
    /// @param answer its index
    record Told(int answer, DecodeEvent event) {}

    /// Has answers to a prompt made.
    ///
    /// @param rules one an answer
    /// @throws ModelException if the model is closed
    AnswerJobs(
            DecodeThread decoding,
            Prompt prompt,
            List<AnswerRules> rules,
            Cancellation cancellation) {
        this.decoding = decoding;
        jobs =
                DecodeJob.answers(
                        prompt,
                        rules,
                        () -> cancellation.isCancelled() || abandoned.isCancelled(),
                        (event, answer) -> told.add(new Told(answer, event)));
        decoding.submit(jobs);
        open = jobs.size();
        cancelled = cancellation.onCancel(this::withdraw);
    }

    /// Whether something is still to come.
    boolean isOpen() {
        return open > 0;
    }

    /// Waits for the next event. An interrupt ends the answers; the thread is interrupted again
    /// once the decode thread is done with them.
    Told next() {
        while (true) {
            try {
                Told next = told.take();
                if (next.event() instanceof DecodeEvent.Done
                        || next.event() instanceof DecodeEvent.Failed) {
                    open--;
                }
                return next;
            } catch (InterruptedException e) {
                interrupted = true;
                abandon();
            }
        }
    }

    private void abandon() {
        abandoned.cancel();
        withdraw();
    }

    private void withdraw() {
        jobs.forEach(decoding::withdraw);
    }

    /// Ends what is left and waits for it: one step of the decode thread at most. Leaves an
    /// interrupted thread interrupted.
    @Override
    public void close() {
        cancelled.close();
        if (isOpen()) {
            abandon();
        }
        while (isOpen()) {
            next();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
