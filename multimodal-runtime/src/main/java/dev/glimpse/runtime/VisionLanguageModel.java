package dev.glimpse.runtime;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.Generation.AnswerCalls;
import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelClosedException;
import dev.glimpse.runtime.fault.ModelException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.load.ModelOpening;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.memory.MemoryPlan;
import dev.glimpse.runtime.options.VisionOptions;
import dev.glimpse.runtime.video.FramePlaces;
import dev.glimpse.vision.ImageView;
import dev.glimpse.vision.fault.VisionException;
import dev.glimpse.vision.image.ImageDecoder;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/// A vision-language model in memory: answers questions about images in one process.
///
/// Thread-safe. A caller's thread decodes its images, then waits for the vision thread and the
/// decode thread, which answers several callers at once, in the order in which they came; see
/// [ModelOptions#concurrency()], [ModelOptions#queueCapacity()].
///
/// ```java
/// var options = ModelOptions.of(Path.of("model.gguf"), Path.of("mmproj.gguf"));
/// try (var model = VisionLanguageModel.open(options)) {
///     var image = Content.image(Files.readAllBytes(Path.of("photo.jpg")));
///     var question = Message.user(image, Content.text("What is this?"));
///     IO.println(model.generate(GenerationRequest.of(question)).text());
/// }
/// ```
public final class VisionLanguageModel implements AutoCloseable {
    /// Images of the largest size that is allowed that may be pixels at once, over all requests;
    /// smaller ones are more.
    private static final int LARGEST_AT_ONCE = 4;

    /// Answers to one prompt in one request.
    public static final int MAX_ANSWERS = 16;

    private final OpenModel model;
    private final Admission admission;
    private final ImageWork imageWork;
    private final VisionOptions limits;

    /// Held for reading while a request is inside; [#close()] takes it for writing once the
    /// requests that are inside have been told to end.
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();

    private boolean freed;

    private VisionLanguageModel(OpenModel model, ImageDecoder imageDecoder, ModelOptions options) {
        this.model = model;
        imageWork =
                new ImageWork(
                        imageDecoder,
                        new PixelBudget(
                                LARGEST_AT_ONCE * options.vision().imageLimits().maxPixels()),
                        options.vision());
        admission = new Admission(options.queueCapacity(), options.concurrency().slots());
        limits = options.vision();
    }

    /// Loads the files: milliseconds for a small model, seconds for a large one.
    ///
    /// @throws ModelLoadException if a file is missing, damaged or not supported, or the two do not
    ///   fit each other
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned model owns it
    public static VisionLanguageModel open(ModelOptions options) {
        var imageDecoder = new ImageDecoder(options.vision().imageLimits());
        if (options.mmproj().isEmpty()) {
            return new VisionLanguageModel(ModelOpening.open(options), imageDecoder, options);
        }
        var loading = CompletableFuture.runAsync(ImageDecoder::load, beside());
        OpenModel model = ModelOpening.open(options);
        try {
            loading.join();
        } catch (CompletionException e) {
            model.close();
            throw e.getCause() instanceof VisionException cause ? cause : e;
        }
        return new VisionLanguageModel(model, imageDecoder, options);
    }

    /// A thread for what is loaded while this one loads the model.
    private static Executor beside() {
        return Thread.ofPlatform().daemon().name("glimpse-load")::start;
    }

    /// What opening a model would take of the memory there is, and how long a context fits: told
    /// from the files' headers, nothing is loaded.
    ///
    /// @throws ModelLoadException if it would not fit, with the numbers, or a file is missing or
    ///   damaged
    public static MemoryPlan plan(ModelOptions options) {
        return ModelOpening.plan(options);
    }

    /// What is open.
    public ModelInfo info() {
        return model.info();
    }

    /// How often images had to be encoded.
    public ImageCacheStatistics imageCache() {
        return model.imageCache();
    }

    /// Requests inside now, running and waiting.
    public int pendingRequests() {
        return admission.size();
    }

    /// What it has done and holds.
    public ModelStatistics statistics() {
        return new ModelStatistics(
                queue(), imageCache(), model.decoding().statistics(), model.memory());
    }

    /// How busy the model is, and how long a request that comes now would wait.
    public QueueStatus queue() {
        return admission.status();
    }

    /// Answers; blocks until the answer is complete.
    ///
    /// @throws ModelException if the request cannot be answered; see its kinds
    /// @throws VisionException if an image cannot be read or encoded
    public GenerationResult generate(GenerationRequest request) {
        return generate(request, _ -> {}, new Cancellation());
    }

    /// Answers, telling `events` on the calling thread what happens. If `events` throws, the
    /// generation is cancelled and the exception comes through. An interrupted thread cancels too,
    /// and stays interrupted.
    ///
    /// @throws ModelException if the request cannot be answered; see its kinds
    /// @throws VisionException if an image cannot be read or encoded
    public GenerationResult generate(
            GenerationRequest request,
            Consumer<? super GenerationEvent> events,
            Cancellation cancellation) {
        return generate(request, 1, (event, _) -> events.accept(event), cancellation).getFirst();
    }

    /// Makes several answers to one prompt, which is computed once; answer `i` is sampled with the
    /// request's seed plus `i` ([SamplingOptions#forAnswer]). The answers are made beside each
    /// other as there are slots, and are events of one sequence; otherwise as for one answer.
    ///
    /// @param answers how many, at most [#MAX_ANSWERS]
    /// @param events takes what happens on the calling thread, and the index of the answer to which
    /// @return the answers, by their index
    /// @throws ModelException if the request cannot be answered; see its kinds
    /// @throws VisionException if an image cannot be read or encoded
    public List<GenerationResult> generate(
            GenerationRequest request,
            int answers,
            ObjIntConsumer<? super GenerationEvent> events,
            Cancellation cancellation) {
        if (answers < 1 || answers > MAX_ANSWERS) {
            throw new InvalidRequestException(
                    answers + " answers are asked for; allowed: 1 to " + MAX_ANSWERS);
        }
        if (request.prompt() instanceof PromptInput.Conversation conversation) {
            RequestCheck.check(conversation.messages(), info().vision(), limits);
        }
        var calls = new AnswerCalls(answers, events, cancellation);
        return inside(
                () -> new Generation(model, imageWork, placed(request, cancellation), calls).run());
    }

    /// How likely given answers are, in their order; computes what they share once. Single letters
    /// take one step for all.
    ///
    /// @throws ModelException if the request cannot be answered; see its kinds
    /// @throws VisionException if an image cannot be read or encoded
    /// @throws CancellationException if cancelled, or if the thread was interrupted, which it stays
    public List<ChoiceScore> score(
            List<Message> messages, List<String> choices, Cancellation cancellation) {
        RequestCheck.check(messages, info().vision(), limits);
        if (choices.isEmpty()) {
            throw new InvalidRequestException("there are no choices; give at least one");
        }
        return inside(() ->
                new Scoring(model, imageWork, placed(messages, cancellation), choices, cancellation)
                        .run());
    }

    /// What the decoder would read in place of images; encodes those that were not seen before.
    ///
    /// @param images files or pixels, one or more
    /// @throws ModelException if it cannot be done; see its kinds
    /// @throws VisionException if an image cannot be read or encoded
    /// @throws CancellationException if cancelled, or if the thread was interrupted, which it stays
    public ImageEmbeddings embed(List<Content> images, Cancellation cancellation) {
        RequestCheck.checkEmbedded(images, info().vision(), limits.maxImages());
        return inside(() -> Embedding.run(model.vision(), imageWork, images, cancellation));
    }

    /// What the encoder sees of an image: its overview and the grid of its slices. Nothing is
    /// encoded.
    ///
    /// @throws ModelException if it cannot be told; see its kinds
    /// @throws VisionException if the image cannot be read
    /// @throws CancellationException if cancelled, or if the thread was interrupted, which it stays
    public ImageView view(Content image, Cancellation cancellation) {
        RequestCheck.checkEmbedded(List.of(image), info().vision(), limits.maxImages());
        return inside(() -> Viewing.run(model.vision(), imageWork, image, cancellation));
    }

    /// The same request with its videos laid out as the model reads them.
    private GenerationRequest placed(GenerationRequest request, Cancellation cancellation) {
        return request.prompt() instanceof PromptInput.Conversation conversation
                ? request.withPrompt(
                        conversation.withMessages(placed(conversation.messages(), cancellation)))
                : request;
    }

    private List<Message> placed(List<Message> messages, Cancellation cancellation) {
        if (!model.info().vision()) {
            return messages;
        }
        var videos = new RequestVideos(imageWork, cancellation);
        return new FramePlaces(model.vision().encoder()).place(videos.read(messages));
    }

    /// The text of tokens, of which control tokens are no part.
    ///
    /// @throws ModelException if the model has no such token, or is closed
    public String text(List<Integer> tokens) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            return model.text(tokens);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (freed) {
            throw new ModelClosedException("the model is closed");
        }
    }

    /// Does a request's work while the model stays open.
    private <T> T inside(Supplier<T> work) {
        lifetime.readLock().lock();
        try (var _ = admission.enter()) {
            requireOpen();
            return work.get();
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /// Ends waiting and running generations with [ModelClosedException], then frees the model.
    /// Idempotent. Waits for the listeners of those generations.
    ///
    /// @throws IllegalStateException if called by the listener of a generation, which would wait
    ///   for itself; cancel the generation there, and close once it has returned
    @Override
    public void close() {
        if (lifetime.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "close() was called by the listener of generate(), which it would wait for;"
                            + " cancel the generation, and close the model once it has returned");
        }
        model.stop();
        lifetime.writeLock().lock();
        try {
            if (!freed) {
                freed = true;
                model.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
