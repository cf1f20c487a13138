package dev.glimpse.runtime.encode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.RgbImage;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// The platform thread that owns a vision encoder, so that an image being encoded never stops other
/// users' tokens. Thread-safe by its executor's queue; callers wait in [#encode].
public final class VisionThread implements AutoCloseable {
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
    public static VisionThread start(VisionEncoder encoder, ComputeTurn turn) {
        return new VisionThread(encoder, turn);
    }

    /// Encodes an image, after those that came before.
    ///
    /// @return nothing if cancelled before it was its turn
    /// @throws dev.glimpse.vision.fault.EncoderException if it cannot be encoded
    /// @throws ModelClosedException if closed meanwhile
    public Optional<EncodedImage> encode(RgbImage image, Cancellation cancellation)
            throws InterruptedException {
        try {
            return await(
                    executor.submit(() ->
                            cancellation.isCancelled()
                                    ? Optional.<EncodedImage>empty()
                                    : Optional.of(turn.take(() -> encoder.encode(image)))));
        } catch (RejectedExecutionException | CancellationException e) {
            throw new ModelClosedException("the model was closed before the image was encoded", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default ->
                        throw new IllegalStateException("encoding throws nothing checked", e);
            }
        }
    }

    /// Waits for an image; an interrupted caller's is not begun any more.
    private static Optional<EncodedImage> await(Future<Optional<EncodedImage>> image)
            throws InterruptedException, ExecutionException {
        try {
            return image.get();
        } catch (InterruptedException e) {
            image.cancel(false);
            throw e;
        }
    }

    /// Drops waiting images, waits for the one being encoded, and frees the encoder. Idempotent.
    @Override
    public void close() {
        executor.shutdownNow().stream()
                .filter(Future.class::isInstance)
                .forEach(waiting -> ((Future<?>) waiting).cancel(false));
        executor.close();
        encoder.close();
    }
}
