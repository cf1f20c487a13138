package dev.glimpse.runtime.encode;

import dev.glimpse.runtime.Cancellation;
import dev.glimpse.vision.EncodedImage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One encoding that several requests may wait for. It goes on while one of them does. Guarded by
/// the lock of its [ImageEncoder], but for the result.
final class Flight {
    private final CompletableFuture<Optional<EncodedImage>> result = new CompletableFuture<>();
    private int waiting;
    private volatile boolean abandoned;

    CompletableFuture<Optional<EncodedImage>> result() {
        return result;
    }

    void join() {
        waiting++;
    }

    /// Leaves before or after the end.
    ///
    /// @return whether nobody waits any more
    boolean leave() {
        waiting--;
        if (waiting == 0 && !result.isDone()) {
            abandoned = true;
        }
        return abandoned;
    }

    /// Whether nobody wants the result. Thread-safe.
    boolean isAbandoned() {
        return abandoned;
    }

    /// Waits for the result.
    ///
    /// @return nothing if `cancellation` came first
    Optional<EncodedImage> await(Cancellation cancellation) throws InterruptedException {
        var cancelled = new CompletableFuture<Optional<EncodedImage>>();
        try (var _ = cancellation.onCancel(() -> cancelled.complete(Optional.empty()))) {
            CompletableFuture.anyOf(cancelled, result).get();
            return cancelled.isDone() ? Optional.empty() : result.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default ->
                        throw new IllegalStateException("encoding throws nothing checked", e);
            }
        }
    }
}
