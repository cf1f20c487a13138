package dev.glimpse.runtime.encode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.VisionEncoder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// The platform thread that owns a vision encoder, so that an image being encoded never stops other
/// users' tokens. Thread-safe by its executor's queue.
final class VisionThread implements AutoCloseable {
    private final VisionEncoder encoder;
    private final ComputeTurn turn;
    private final ExecutorService executor;

    private VisionThread(VisionEncoder encoder, ComputeTurn turn) {
        this.encoder = encoder;
        this.turn = turn;
        executor =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("glimpse-vision").daemon().factory());
    }

    /// Starts a thread for an encoder, which it closes in the end.
    @MustBeClosed
    static VisionThread start(VisionEncoder encoder, ComputeTurn turn) {
        return new VisionThread(encoder, turn);
    }

    /// The encoder, for what is thread-safe of it.
    VisionEncoder encoder() {
        return encoder;
    }

    /// Lets `work` use the encoder, after what came before.
    ///
    /// @param result of the work, or what it threw, or [ModelClosedException] where the thread was
    ///   closed before it began
    void submit(
            Function<VisionEncoder, Optional<EncodedImage>> work,
            CompletableFuture<Optional<EncodedImage>> result) {
        try {
            executor.execute(new Task(work, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(closed());
        }
    }

    private final class Task implements Runnable {
        private final Function<VisionEncoder, Optional<EncodedImage>> work;
        private final CompletableFuture<Optional<EncodedImage>> result;

        Task(
                Function<VisionEncoder, Optional<EncodedImage>> work,
                CompletableFuture<Optional<EncodedImage>> result) {
            this.work = work;
            this.result = result;
        }

        @Override
        public void run() {
            try {
                result.complete(turn.take(() -> work.apply(encoder)));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }
    }

    private static ModelClosedException closed() {
        return new ModelClosedException("the model was closed before the image was encoded");
    }

    /// Drops waiting images, waits for the one being encoded, and frees the encoder. Idempotent.
    @Override
    public void close() {
        executor.shutdownNow().stream()
                .filter(Task.class::isInstance)
                .forEach(waiting -> ((Task) waiting).result.completeExceptionally(closed()));
        executor.close();
        encoder.close();
    }
}
