package dev.glimpse.cli.answer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ChoiceScore;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.ModelInfo;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.chat.Message;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A model whose answers end when the process is told to: on Ctrl-C or SIGTERM the running answers
/// are cancelled and the model closed before the process goes, within a second.
///
/// Thread-safe.
public final class OpenModel implements AutoCloseable {
    private static final Duration SHUTDOWN_WAIT = Duration.ofMillis(900);

    private final VisionLanguageModel model;
    private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();
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
        running.add(cancellation);
        try {
            if (shuttingDown) {
                cancellation.cancel();
            }
            return model.generate(request, events, cancellation);
        } finally {
            running.remove(cancellation);
        }
    }

    /// How likely given answers are.
    ///
    /// @throws java.util.concurrent.CancellationException when the process is to end
    public List<ChoiceScore> score(List<Message> messages, List<String> choices) {
        var cancellation = new Cancellation();
        running.add(cancellation);
        try {
            if (shuttingDown) {
                cancellation.cancel();
            }
            return model.score(messages, choices, cancellation);
        } finally {
            running.remove(cancellation);
        }
    }

    /// Refuses models that know no images.
    ///
    /// @throws CommandException saying what to add
    public void requireVision() {
        if (!info().vision()) {
            throw CommandException.badInput(
                    "model "
                            + info().id()
                            + " takes no images as it is; add its vision encoder with --mmproj"
                            + " FILE");
        }
    }

    /// Ends the running answers early.
    ///
    /// @return whether there was one
    public boolean cancel() {
        List<Cancellation> current = List.copyOf(running);
        current.forEach(Cancellation::cancel);
        return !current.isEmpty();
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
