package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.GenerationFailedException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/// The platform thread that owns a context: jobs go in, events come out, one job after the other in
/// the order of submission.
///
/// Thread-safe by one lock, which guards the queue and the closed flag and is never held while
/// computing.
public final class DecodeThread implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(DecodeThread.class.getName());

    private final Object lock = new Object();
    private final Deque<DecodeJob> queue = new ArrayDeque<>();
    private final Decoder decoder;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;

    private DecodeThread(Decoder decoder) {
        this.decoder = decoder;
    }

    /// Starts a thread on a context, which it closes in the end, also when it cannot start.
    @MustBeClosed
    public static DecodeThread start(LlamaModel model, LlamaContext context, ComputeTurn turn) {
        return start(
                model,
                context,
                turn,
                Thread.ofPlatform().name("glimpse-decode").daemon().factory());
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned thread owns the context
    static DecodeThread start(
            LlamaModel model, LlamaContext context, ComputeTurn turn, ThreadFactory threads) {
        var decoder = Decoder.open(model, context, turn);
        try {
            var started = new DecodeThread(decoder);
            threads.newThread(started::run).start();
            return started;
        } catch (RuntimeException | Error e) {
            decoder.close();
            throw e;
        }
    }

    /// Queues a job.
    ///
    /// @throws ModelClosedException if closed
    public void submit(DecodeJob job) {
        synchronized (lock) {
            if (closed) {
                throw closed();
            }
            queue.add(job);
            lock.notifyAll();
        }
    }

    /// Ends a job that has not been begun; one that has sees its own flag.
    public void withdraw(DecodeJob job) {
        synchronized (lock) {
            if (queue.remove(job)) {
                var waited = Duration.ofNanos(System.nanoTime() - job.submitted());
                job.put(
                        new DecodeEvent.Done(
                                FinishReason.CANCELLED, 0, waited, Duration.ZERO, Duration.ZERO));
            }
        }
    }

    private void run() {
        try (decoder) {
            for (DecodeJob job = next(); job != null; job = next()) {
                answer(job);
            }
        } finally {
            refuseJobs();
            ended.countDown();
        }
    }

    private void refuseJobs() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            for (DecodeJob job : queue) {
                job.put(new DecodeEvent.Failed(closed()));
            }
            queue.clear();
        }
    }

    @org.jspecify.annotations.Nullable
    private DecodeJob next() {
        synchronized (lock) {
            while (queue.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody has this thread to interrupt it; close() is how it ends.
                    LOGGER.log(Level.DEBUG, "decode thread was interrupted", e);
                }
            }
            return closed ? null : queue.remove();
        }
    }

    private void answer(DecodeJob job) {
        try {
            job.put(decoder.answer(job, this::isClosed));
        } catch (ModelException e) {
            job.put(new DecodeEvent.Failed(e));
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "an answer failed", e);
            job.put(
                    new DecodeEvent.Failed(
                            new GenerationFailedException("the answer failed: " + e, e)));
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /// Ends waiting and running jobs with [ModelClosedException], waits for the thread, and frees
    /// the context. Idempotent.
    @Override
    public void close() {
        refuseJobs();
        decoder.abort();
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ModelClosedException closed() {
        return new ModelClosedException("the model was closed");
    }
}
