package dev.glimpse.runtime;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.function.Consumer;

/// Placeholder while the runtime is being written; not to be committed.
@SuppressWarnings("DoNotCallSuggester")
public final class VisionLanguageModel implements AutoCloseable {
    private VisionLanguageModel() {}

    /// Loads the files. Takes milliseconds for the embedded model, seconds for large ones.
    ///
    /// @throws dev.glimpse.runtime.fault.ModelLoadException if a file is missing, damaged,
    ///   unsupported or does not fit the other
    @MustBeClosed
    public static VisionLanguageModel open(ModelOptions options) {
        throw new UnsupportedOperationException("not written yet: " + options);
    }

    public ModelInfo info() {
        throw new UnsupportedOperationException();
    }

    /// Answers; blocks until the answer is complete. Thread-safe: callers queue.
    public GenerationResult generate(GenerationRequest request) {
        return generate(request, _ -> {}, new Cancellation());
    }

    /// Answers with events on the calling thread. If `events` throws, the generation is cancelled
    /// and the exception propagates.
    public GenerationResult generate(
            GenerationRequest request,
            Consumer<? super GenerationEvent> events,
            Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /// Ends waiting and running generations with ModelClosedException, then frees the model.
    /// Idempotent.
    @Override
    public void close() {}
}
