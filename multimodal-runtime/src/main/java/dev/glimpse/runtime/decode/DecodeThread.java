package dev.glimpse.runtime.decode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.PrefixStatistics;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.Slots.Begin;
import dev.glimpse.runtime.fault.ModelClosedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/// The platform thread that owns a context: jobs go in, events come out. Jobs begin in the order of
/// submission as there is room for them, and are computed beside each other: see [Slots] and
/// [BatchPlanner].
///
/// Thread-safe by one lock, which guards the queue and the closed flag and is never held while
/// computing.
public final class DecodeThread implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(DecodeThread.class.getName());

    private final Object lock = new Object();
    private final Deque<DecodeJob> queue = new ArrayDeque<>();
    private final Batcher batcher;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closed;

    /// Whether something came, was withdrawn or was read since the waiting jobs were last asked.
    private boolean changed;

    private final Optional<PrefixFolder> folder;
    private volatile PrefixStatistics statistics;

    private DecodeThread(Batcher batcher, Optional<PrefixFolder> folder) {
        this.batcher = batcher;
        this.folder = folder;
        folder.ifPresent(files -> batcher.slots().keepIn(files, this::wake));
        statistics = batcher.slots().statistics();
    }

    /// Starts a thread on a context, which it closes in the end, as the folder, also when it cannot
    /// start.
    ///
    /// @param concurrency how many jobs run at once; the context must have as many sequences
    /// @param folder for prefixes that are given up in the KV cache
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned thread owns the context
    public static DecodeThread start(
            LlamaModel model,
            LlamaContext context,
            ComputeTurn turn,
            Concurrency concurrency,
            Optional<PrefixFolder> folder) {
        try {
            return start(
                    Batcher.open(model, context, turn, concurrency),
                    folder,
                    Thread.ofPlatform().name("glimpse-decode").daemon().factory());
        } catch (RuntimeException | Error e) {
            folder.ifPresent(PrefixFolder::close);
            throw e;
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned thread owns the context
    static DecodeThread start(
            Batcher batcher, Optional<PrefixFolder> folder, ThreadFactory threads) {
        try {
            var started = new DecodeThread(batcher, folder);
            threads.newThread(started::run).start();
            return started;
        } catch (RuntimeException | Error e) {
            batcher.close();
            throw e;
        }
    }

    /// What jobs had in common, as of the last step.
    public PrefixStatistics statistics() {
        return statistics;
    }

    /// Queues a job.
    ///
    /// @throws ModelClosedException if closed
    public void submit(DecodeJob job) {
        submit(List.of(job));
    }

    /// Queues jobs one behind the other.
    ///
    /// @throws ModelClosedException if closed; then none of them is queued
    public void submit(List<DecodeJob> jobs) {
        folder.ifPresent(PrefixFolder::refresh);
        synchronized (lock) {
            if (closed) {
                throw closed();
            }
            queue.addAll(jobs);
            changed = true;
            lock.notifyAll();
        }
    }

    /// A job that waits for what was just read may begin.
    private void wake() {
        synchronized (lock) {
            changed = true;
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
        try (batcher) {
            boolean stalled = false;
            while (awaitWork(stalled)) {
                stalled = beginJobs();
                batcher.step(this::isClosed);
                statistics = batcher.slots().statistics();
            }
            batcher.step(() -> true);
            batcher.slots().saveKept();
        } finally {
            refuseJobs();
            folder.ifPresent(PrefixFolder::close);
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

    /// Waits until there is something to do.
    ///
    /// @param stalled whether all jobs that wait, wait for something to be read
    /// @return false once closed
    private boolean awaitWork(boolean stalled) {
        synchronized (lock) {
            boolean idle = batcher.slots().running().isEmpty();
            while (idle && (queue.isEmpty() || (stalled && !changed)) && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody has this thread to interrupt it; close() is how it ends.
                    LOGGER.log(Level.DEBUG, "decode thread was interrupted", e);
                }
            }
            changed = false;
            return !closed;
        }
    }

    /// Begins the jobs for which there is room, in their order. One that waits for what a running
    /// one computes, or for what is being read, lets others pass. The lock is held to look at the
    /// queue alone.
    ///
    /// @return whether all that are left wait for something to be read
    private boolean beginJobs() {
        boolean stalled = true;
        for (DecodeJob job : waiting()) {
            Begin begin = begin(job);
            if (begin == Begin.NO_ROOM) {
                return false;
            }
            stalled &= begin != Begin.WAITS_FOR_ROWS;
        }
        batcher.slots().endAsking();
        return stalled;
    }

    private Begin begin(DecodeJob job) {
        var claimed = new AtomicBoolean();
        try {
            return batcher.slots()
                    .begin(
                            job,
                            () -> {
                                claimed.set(claim(job));
                                return claimed.get();
                            });
        } catch (RuntimeException | Error e) {
            if (claimed.get() || claim(job)) {
                job.put(Batcher.failed(e));
            }
            return Begin.WITHDRAWN;
        }
    }

    private List<DecodeJob> waiting() {
        synchronized (lock) {
            return List.copyOf(queue);
        }
    }

    /// Takes a job out of the queue, if it was not withdrawn: from then on it sees its own flag.
    private boolean claim(DecodeJob job) {
        synchronized (lock) {
            return queue.remove(job);
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
        batcher.abort();
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
