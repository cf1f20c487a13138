package dev.glimpse.http.generate;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.wire.ClientWatch;
import dev.glimpse.http.wire.ErrorMapping;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.VisionLanguageModel;
import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/// Runs generations for HTTP clients: a client that goes away cancels its own, a server that closes
/// cancels what is left. Thread-safe by a lock that is held for bookkeeping only.
public final class Generations {
    private final VisionLanguageModel model;
    private final Duration longest;
    private final ServerMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Cancellation> running = new HashSet<>(); // guarded by lock
    private boolean stopping; // guarded by lock

    /// None is under way.
    ///
    /// @param model stays the caller's
    /// @param longest how long a request may take in all
    public Generations(VisionLanguageModel model, Duration longest, ServerMeters meters) {
        this.model = model;
        this.longest = longest;
        this.meters = meters;
    }

    /// Answers; blocks until the answer is complete.
    ///
    /// @param client the request that waits for the answer, its body read
    /// @param events called on this thread
    /// @throws RequestException if the client went away, the request's time has passed, or the
    ///   server is shutting down
    public GenerationResult run(
            GenerationRequest request,
            HttpServletRequest client,
            Consumer<? super GenerationEvent> events) {
        return run(request, 1, client, (event, _) -> events.accept(event)).getFirst();
    }

    /// Makes several answers to one prompt, which is computed once; blocks until all are complete.
    ///
    /// @param answers how many
    /// @param client the request that waits for the answers, its body read
    /// @param events called on this thread, with the index of the answer
    /// @throws RequestException if the client went away, the request's time has passed, or the
    ///   server is shutting down
    public List<GenerationResult> run(
            GenerationRequest request,
            int answers,
            HttpServletRequest client,
            ObjIntConsumer<? super GenerationEvent> events) {
        Deadline deadline = Deadline.of(client, longest);
        var cancellation = new Cancellation();
        begin(cancellation);
        try (var watch = ClientWatch.open(client, cancellation::cancel);
                var _ = cancellation.cancelAfter(deadline.left())) {
            var listener = new FirstToken(client, events, meters);
            List<GenerationResult> results =
                    model.generate(request, answers, listener, cancellation);
            if (results.stream().anyMatch(Generations::isCancelled)) {
                throw ended(watch, cancellation, deadline);
            }
            meters.answered(results);
            return results;
        } catch (UncheckedIOException _) {
            throw clientClosed(); // by `events`, which writes to the client
        } finally {
            end(cancellation);
        }
    }

    private static RequestException ended(
            ClientWatch watch, Cancellation cancellation, Deadline deadline) {
        if (watch.isGone()) {
            return clientClosed();
        }
        return cancellation.isExpired() ? deadline.exceeded() : shuttingDown();
    }

    /// How many are under way, those that wait for the model included.
    public int count() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /// Cancels all that are under way, and refuses new ones from now on.
    public void cancelAll() {
        lock.lock();
        try {
            stopping = true;
            running.forEach(Cancellation::cancel);
        } finally {
            lock.unlock();
        }
    }

    private void begin(Cancellation cancellation) {
        lock.lock();
        try {
            if (stopping) {
                throw shuttingDown();
            }
            running.add(cancellation);
        } finally {
            lock.unlock();
        }
    }

    private void end(Cancellation cancellation) {
        lock.lock();
        try {
            running.remove(cancellation);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isCancelled(GenerationResult result) {
        return result.finishReason() == FinishReason.CANCELLED;
    }

    private static RequestException clientClosed() {
        return new RequestException(
                ErrorType.CLIENT_CLOSED, "the client went away before its answer was complete");
    }

    private static RequestException shuttingDown() {
        return new RequestException(ErrorType.UNAVAILABLE, ErrorMapping.SHUTTING_DOWN);
    }
}
