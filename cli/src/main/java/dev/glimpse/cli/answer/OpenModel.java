package dev.glimpse.cli.answer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.ModelInfo;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A model whose answers end when the process is told to: on Ctrl-C or SIGTERM the running answer
/// is cancelled and the model closed before the process goes, within a second.
///
/// Thread-safe: one thread answers, any other may cancel.
public final class OpenModel implements AutoCloseable {
    private static final Duration SHUTDOWN_WAIT = Duration.ofMillis(900);

    private final VisionLanguageModel model;
    private final AtomicReference<Optional<Cancellation>> running =
            new AtomicReference<>(Optional.empty());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean shuttingDown;

    private final Thread shutdown = new Thread(this::endBeforeExit, "glimpse-shutdown");

    private OpenModel(VisionLanguageModel model) {
        this.model = model;
    }

    /// Loads the files.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned owner closes the model
    public static OpenModel open(ModelOptions options) {
        var opened = new OpenModel(VisionLanguageModel.open(options));
        Runtime.getRuntime().addShutdownHook(opened.shutdown);
        return opened;
    }

    public ModelInfo info() {
        return model.info();
    }

    /// Answers; the result is cancelled rather than an exception when the process is to end.
    public GenerationResult generate(
            GenerationRequest request, Consumer<? super GenerationEvent> events) {
        var cancellation = new Cancellation();
        running.set(Optional.of(cancellation));
        try {
            if (shuttingDown) {
                cancellation.cancel();
            }
            return model.generate(request, events, cancellation);
        } finally {
            running.set(Optional.empty());
        }
    }

    /// Ends the running answer early.
    ///
    /// @return whether there was one
    public boolean cancel() {
        Optional<Cancellation> current = running.get();
        current.ifPresent(Cancellation::cancel);
        return current.isPresent();
    }

    /// Frees the model. Idempotent.
    @Override
    public void close() {
        try {
            model.close();
        } finally {
            closed.countDown();
            forgetShutdown();
        }
    }

    private void forgetShutdown() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException _) {
            // The process is ending; the hook is what waits for this.
        }
    }

    private void endBeforeExit() {
        shuttingDown = true;
        if (!cancel()) {
            return;
        }
        try {
            boolean _ = closed.await(SHUTDOWN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
