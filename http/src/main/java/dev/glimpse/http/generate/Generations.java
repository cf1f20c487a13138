package dev.glimpse.http.generate;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.tracing.ModelSpans;
import dev.glimpse.http.wire.ClientWatch;
import dev.glimpse.http.wire.ErrorMapping;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ChoiceScore;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.ImageEmbeddings;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.vision.ImageView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/// Runs generations for HTTP clients: a client that goes away cancels its own, a server that closes
/// cancels what is left. Thread-safe by a lock that is held for bookkeeping only.
public final class Generations {
    private final VisionLanguageModel model;
    private final Duration longest;
    private final ServerMeters meters;
    private final ModelSpans spans;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Cancellation> running = new HashSet<>(); // guarded by lock
    private boolean stopping; // guarded by lock

    /// None is under way.
    ///
    /// @param model stays the caller's
    /// @param longest how long a request may take in all
    public Generations(
            VisionLanguageModel model, Duration longest, ServerMeters meters, ModelSpans spans) {
        this.model = model;
        this.longest = longest;
        this.meters = meters;
        this.spans = spans;
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
        return watched(
                client,
                "chat",
                (run, span) -> {
                    var listener = new FirstToken(client, events, meters);
                    List<GenerationResult> results =
                            model.generate(request, answers, listener, run.cancellation());
                    if (results.stream().anyMatch(Generations::isCancelled)) {
                        throw run.ended();
                    }
                    meters.answered(results);
                    span.answered(results);
                    return results;
                });
    }

    /// How likely given answers are; blocks until that is known.
    ///
    /// @param client the request that waits for it, its body read
    /// @throws RequestException as [#run] does
    public List<ChoiceScore> score(
            List<Message> messages, List<String> choices, HttpServletRequest client) {
        return watched(
                client, "score", (run, _) -> model.score(messages, choices, run.cancellation()));
    }

    /// What the decoder would read in place of images; blocks until they are encoded.
    ///
    /// @param client the request that waits for it, its body read
    /// @throws RequestException as [#run] does
    public ImageEmbeddings embed(List<Content> images, HttpServletRequest client) {
        return watched(
                client,
                "embeddings",
                (run, span) -> {
                    ImageEmbeddings embeddings = model.embed(images, run.cancellation());
                    span.took(embeddings.timings());
                    return embeddings;
                });
    }

    /// What the encoder sees of an image; blocks until that is known.
    ///
    /// @param client the request that waits for it, its body read
    /// @throws RequestException as [#run] does
    public ImageView view(Content image, HttpServletRequest client) {
        return watched(client, "view", (run, _) -> model.view(image, run.cancellation()));
    }

    /// What may end work under way.
    private record Watched(Cancellation cancellation, ClientWatch watch, Deadline deadline) {
        /// Why it was cancelled.
        RequestException ended() {
            if (watch.isGone()) {
                return clientClosed();
            }
            return cancellation.isExpired() ? deadline.exceeded() : shuttingDown();
        }
    }

    private <T> T watched(
            HttpServletRequest client,
            String operation,
            BiFunction<Watched, ModelSpans.Work, T> work) {
        Deadline deadline = Deadline.of(client, longest);
        var cancellation = new Cancellation();
        begin(cancellation);
        try (var watch = ClientWatch.open(client, cancellation::cancel);
                var _ = cancellation.cancelAfter(deadline.left())) {
            var run = new Watched(cancellation, watch, deadline);
            try {
                return spans.model(operation, span -> work.apply(run, span));
            } catch (CancellationException _) {
                throw run.ended();
            }
        } catch (UncheckedIOException _) {
            throw clientClosed(); // by a listener, which writes to the client
        } finally {
            end(cancellation);
        }
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
