package dev.glimpse.runtime.load;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.LoraAdapter;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ImageCacheStatistics;
import dev.glimpse.runtime.ModelInfo;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.chat.ChatTemplate;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.RenderOptions;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.AnswerRules.Thinking;
import dev.glimpse.runtime.decode.DecodeThread;
import dev.glimpse.runtime.decode.PrefixFolder;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.grammar.VocabularyTokens;
import dev.glimpse.runtime.memory.MemoryPlan;
import dev.glimpse.runtime.memory.MemoryPlanner;
import dev.glimpse.runtime.memory.MemoryUse;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptAssembler;
import dev.glimpse.runtime.prompt.PromptAssembler.Piece;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.Pause;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.VisionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that is open of a model, and the order in which it is closed. The threads are
/// thread-safe, the rest is immutable.
public final class OpenModel implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(OpenModel.class.getName());

    private static final int BATCH_TOKENS = 512;

    private final ModelInfo info;
    private final Weights files;
    private final LlamaModel weights;
    private final DecodeThread decoding;
    private final Optional<ImageEncoder> vision;
    private final ChatTemplate template;
    private final PromptAssembler assembler;
    private final ThinkingModel thinking;
    private final Optional<CanvasMarkers> canvas;

    /// Made when the first request has a format; guarded by `this`.
    private @Nullable VocabularyTokens tokens;

    private OpenModel(
            ModelInfo info,
            Weights files,
            DecodeThread decoding,
            Optional<ImageEncoder> vision,
            ChatTemplate template) {
        this.info = info;
        this.files = files;
        weights = files.model();
        this.decoding = decoding;
        this.vision = vision;
        this.template = template;
        assembler = new PromptAssembler(weights.vocabulary());
        canvas = CanvasModel.markers(weights);
        thinking = ThinkingModel.of(weights.chatTemplate().orElse(""), weights.vocabulary());
    }

    /// What is to be opened, and what memory and processors allow of it.
    private record Plan(GgufFile file, ModelOptions options, MemoryPlan memory, CpuShare cpu) {}

    /// What opening a model would take.
    ///
    /// @throws ModelLoadException if it would not fit, or a file is not what it should be
    public static MemoryPlan plan(ModelOptions options) {
        GgufFile file = TextModelCheck.check(options.model());
        options.decoder().adapters().forEach(adapter -> AdapterCheck.check(adapter.file(), file));
        return MemoryPlanner.plan(file, options, BATCH_TOKENS);
    }

    /// Checks and loads the files of a model.
    ///
    /// @throws ModelLoadException if that fails; nothing stays open
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned object owns all of it
    public static OpenModel open(ModelOptions options) {
        GgufFile file = TextModelCheck.check(options.model());
        KvCacheCheck.check(file, options.decoder().kvCache());
        options.decoder().adapters().forEach(adapter -> AdapterCheck.check(adapter.file(), file));
        MemoryPlan plan = MemoryPlanner.plan(file, options, BATCH_TOKENS);
        LOGGER.log(Level.INFO, "{0}: {1}", options.model().getFileName(), plan.text());
        var opened = new Opened();
        try {
            var params = Placement.params(options.placement());
            var weights =
                    CanvasModel.isOne(file, options.mmproj())
                            ? LlamaModel.openOnCanvas(file, params)
                            : LlamaModel.open(options.model(), params);
            opened.add(weights::close);
            requireGenerative(options.model(), weights);
            var cpu =
                    CpuShare.of(
                            weights.parameters(),
                            options.placement(),
                            Runtime.getRuntime().availableProcessors());
            ComputeTurn turn = cpu.turn();
            ChatTemplate template = ModelTemplate.of(options.model(), weights);
            Optional<ImageEncoder> vision =
                    options.mmproj().map(mmproj -> vision(mmproj, weights, options, cpu, turn));
            vision.ifPresent(thread -> opened.add(thread::close));
            Map<LoraAdapter, Float> adapters = adapters(weights, options, opened);
            DecodeThread decoding =
                    decoding(weights, adapters, new Plan(file, options, plan, cpu), turn);
            opened.add(decoding::close);
            var info = info(options, weights, plan.contextTokens());
            return new OpenModel(
                    info,
                    new Weights(weights, adapters.keySet(), plan.use()),
                    decoding,
                    vision,
                    template);
        } catch (NativeException e) {
            opened.closeAfter(e);
            throw new ModelLoadException(e.getMessage(), e);
        } catch (VisionException e) {
            opened.closeAfter(e);
            throw new ModelLoadException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    @SuppressWarnings("MustBeClosed") // closed with the model
    private static Map<LoraAdapter, Float> adapters(
            LlamaModel weights, ModelOptions options, Opened opened) {
        var adapters = new LinkedHashMap<LoraAdapter, Float>();
        for (Adapter each : options.decoder().adapters()) {
            var adapter = LoraAdapter.open(weights, each.file());
            opened.add(adapter::close);
            adapters.put(adapter, each.scale());
        }
        return adapters;
    }

    private static void requireGenerative(Path file, LlamaModel weights) {
        if (!weights.isGenerative()) {
            throw new ModelLoadException(
                    file
                            + " is a "
                            + weights.description()
                            + " model, which does not generate text");
        }
    }

    @SuppressWarnings("MustBeClosed") // the returned thread owns the encoder
    private static ImageEncoder vision(
            Path mmproj, LlamaModel weights, ModelOptions options, CpuShare cpu, ComputeTurn turn) {
        var encoderOptions =
                new EncoderOptions(cpu.encoding(), options.placement().usesGpu())
                        .withFidelity(options.vision().fidelity())
                        .withPause(cpu.beside() ? Pause.NONE : turn::pass);
        return ImageEncoder.start(
                VisionEncoder.open(mmproj, weights, encoderOptions),
                turn,
                options.vision().imageCache());
    }

    @SuppressWarnings("MustBeClosed") // the returned thread owns the context
    private static DecodeThread decoding(
            LlamaModel weights, Map<LoraAdapter, Float> adapters, Plan plan, ComputeTurn turn) {
        ModelOptions options = plan.options();
        int threads = plan.cpu().decoding();
        // A sequence takes memory of its own where rows fall out of a window; nothing is shared.
        Concurrency concurrency =
                weights.remembersRows() || weights.copiesWhole()
                        ? plan.memory().concurrency()
                        : plan.memory().concurrency().withCachedPrefixes(0);
        Optional<PrefixFolder> folder = folder(plan, concurrency);
        var context =
                LlamaContext.open(
                        weights,
                        new ContextParams(
                                plan.memory().contextTokens(),
                                BATCH_TOKENS,
                                BATCH_TOKENS,
                                concurrency.sequences(),
                                threads,
                                threads,
                                options.placement().usesGpu()),
                        options.decoder().kvCache());
        try {
            context.adapt(adapters);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
        return DecodeThread.start(weights, context, turn, concurrency, folder);
    }

    /// Where saved prefixes are kept, if that was asked for and they can be shared.
    @SuppressWarnings("MustBeClosed") // the decode thread closes it
    private static Optional<PrefixFolder> folder(Plan plan, Concurrency concurrency) {
        SavedPrefixOptions saved = concurrency.savedPrefixes();
        if (saved.folder().isEmpty()) {
            return Optional.empty();
        }
        if (concurrency.cachedPrefixes() == 0) {
            LOGGER.log(
                    Level.WARNING,
                    "nothing is kept in {0}: no prefixes are cached, or this model shares none",
                    saved.folder().get());
            return Optional.empty();
        }
        String identity =
                StateIdentity.of(
                        plan.file(),
                        plan.options().decoder(),
                        CanvasModel.isOne(plan.file(), plan.options().mmproj()),
                        plan.memory().contextTokens());
        try {
            return Optional.of(PrefixFolder.open(saved, identity));
        } catch (IOException e) {
            throw new ModelLoadException(
                    "saved prefixes cannot be kept in "
                            + saved.folder().get()
                            + ": "
                            + e
                            + "; name a folder that can be written",
                    e);
        }
    }

    private static ModelInfo info(ModelOptions options, LlamaModel weights, int contextTokens) {
        String id = options.model().getFileName().toString().replaceFirst("\\.gguf$", "");
        return new ModelInfo(
                id,
                weights.metadata("general.name").orElse(id),
                weights.metadata("general.architecture").orElse("unknown"),
                weights.description(),
                weights.parameters(),
                contextTokens,
                options.mmproj().isPresent());
    }

    public ModelInfo info() {
        return info;
    }

    /// Renders a conversation.
    ///
    /// @param think whether the model shall think aloud; absent leaves it to the template
    public RenderedPrompt render(List<Message> messages, Optional<Boolean> think) {
        thinking.check(think);
        return template.render(
                messages,
                think.map(RenderOptions.ANSWER::withThinking).orElse(RenderOptions.ANSWER));
    }

    /// Tokenizes what was rendered; images are left as places.
    public List<Piece> tokenize(RenderedPrompt prompt) {
        return assembler.tokenize(prompt);
    }

    /// Puts encoded images at their places.
    ///
    /// @param images by the index that [Piece.Image] has
    public Prompt assemble(List<Piece> pieces, List<EncodedImage> images) {
        return PromptAssembler.assemble(pieces, images).on(canvas);
    }

    /// Tokenizes a whole prompt, control tokens as they are written in it.
    public List<Piece> tokenize(String prompt) {
        return assembler.tokenize(prompt);
    }

    /// The text of tokens, of which control tokens are no part.
    ///
    /// @throws InvalidRequestException if there is no such token
    public String text(List<Integer> tokens) {
        var bytes = new ByteArrayOutputStream();
        requireKnown(tokens);
        tokens.forEach(token -> bytes.writeBytes(vocabulary().piece(token)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Refuses tokens that the vocabulary has not.
    ///
    /// @throws InvalidRequestException naming the token
    public void requireKnown(List<Integer> tokens) {
        int size = vocabulary().size();
        for (int token : tokens) {
            if (token < 0 || token >= size) {
                throw new InvalidRequestException(
                        "the prompt has token " + token + "; this model has 0 to " + (size - 1));
            }
        }
    }

    /// How an answer to a prompt may begin with what the model thinks.
    public Optional<Thinking> thinkingAfter(RenderedPrompt prompt) {
        return thinking.after(prompt);
    }

    /// The vocabulary as grammars see it.
    public synchronized VocabularyTokens tokens() {
        VocabularyTokens made = tokens;
        if (made == null) {
            made = VocabularyTokens.of(weights.vocabulary());
            tokens = made;
        }
        return made;
    }

    /// The decoder's tokens.
    public Vocabulary vocabulary() {
        return weights.vocabulary();
    }

    public DecodeThread decoding() {
        return decoding;
    }

    /// What the model takes, on all devices together, as planned before it was opened.
    public MemoryUse memory() {
        return files.memory();
    }

    /// How often images had to be encoded.
    public ImageCacheStatistics imageCache() {
        return vision.map(ImageEncoder::statistics).orElse(ImageCacheStatistics.NONE);
    }

    /// Encodes images.
    ///
    /// @throws IllegalStateException if the model was opened for text alone
    public ImageEncoder vision() {
        return vision.orElseThrow(() -> new IllegalStateException("the model takes no images"));
    }

    /// Ends what runs and waits; what is asked from now on fails. Idempotent.
    public void stop() {
        vision.ifPresent(ImageEncoder::close);
        decoding.close();
    }

    /// Frees everything, after [#stop()] and when nobody uses it any more. Idempotent.
    @Override
    public void close() {
        stop();
        files.close();
    }
}
