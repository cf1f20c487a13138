package dev.glimpse.runtime.load;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.ContextParams;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ImageCacheStatistics;
import dev.glimpse.runtime.ModelInfo;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.chat.ChatTemplate;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.RenderOptions;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.runtime.decode.AnswerRules.Thinking;
import dev.glimpse.runtime.decode.DecodeThread;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.grammar.VocabularyTokens;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptAssembler;
import dev.glimpse.runtime.prompt.PromptAssembler.Piece;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.VisionException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Everything that is open of a model, and the order in which it is closed. The threads are
/// thread-safe, the rest is immutable.
public final class OpenModel implements AutoCloseable {
    private static final int BATCH_TOKENS = 512;

    /// Weights below which one thread is the default. ggml's threads meet, spinning, after every
    /// operation; where those take microseconds, a second thread makes an idle machine half as
    /// quick again and a busy one many times slower (docs/performance.md).
    private static final long SMALL_MODEL = 100_000_000;

    private final ModelInfo info;
    private final long weightBytes;
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
            LlamaModel weights,
            DecodeThread decoding,
            Optional<ImageEncoder> vision,
            ChatTemplate template) {
        this.info = info;
        this.weights = weights;
        weightBytes = weights.tensorBytes();
        this.decoding = decoding;
        this.vision = vision;
        this.template = template;
        assembler = new PromptAssembler(weights.vocabulary());
        canvas = CanvasModel.markers(weights);
        thinking = ThinkingModel.of(weights.chatTemplate().orElse(""), weights.vocabulary());
    }

    /// Checks and loads the files of a model.
    ///
    /// @throws ModelLoadException if that fails; nothing stays open
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned object owns all of it
    public static OpenModel open(ModelOptions options) {
        GgufFile file = TextModelCheck.check(options.model());
        var opened = new Opened();
        var turn =
                options.gpuLayers() == 0
                        ? ComputeTurn.sharedCores()
                        : ComputeTurn.separateDevices();
        try {
            var params = ModelParams.CPU.withGpuLayers(options.gpuLayers());
            var weights =
                    CanvasModel.isOne(file, options.mmproj())
                            ? LlamaModel.openOnCanvas(file, params)
                            : LlamaModel.open(options.model(), params);
            opened.add(weights::close);
            requireGenerative(options.model(), weights);
            ChatTemplate template = template(options.model(), weights);
            Optional<ImageEncoder> vision =
                    options.mmproj().map(mmproj -> vision(mmproj, weights, options, turn));
            vision.ifPresent(thread -> opened.add(thread::close));
            DecodeThread decoding = decoding(weights, options, turn);
            opened.add(decoding::close);
            var info = info(options, weights, vision.isPresent());
            return new OpenModel(info, weights, decoding, vision, template);
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

    private static void requireGenerative(Path file, LlamaModel weights) {
        if (!weights.isGenerative()) {
            throw new ModelLoadException(
                    file
                            + " is a "
                            + weights.description()
                            + " model, which does not generate text");
        }
    }

    private static ChatTemplate template(Path file, LlamaModel weights) {
        Vocabulary vocabulary = weights.vocabulary();
        return weights.chatTemplate()
                .map(jinja -> ChatTemplate.compile(jinja, specialTokens(vocabulary)))
                .orElseGet(() -> templateByTokens(file, vocabulary));
    }

    /// Of models without a template the tokens of the vocabulary tell which one they learned.
    private static ChatTemplate templateByTokens(Path file, Vocabulary vocabulary) {
        if (vocabulary.controlTexts().containsAll(ChatTemplate.CHAT_ML_TOKENS)) {
            return ChatTemplate.chatMl();
        }
        // These are no control tokens in all files.
        if (IntStream.range(0, vocabulary.size())
                .mapToObj(vocabulary::text)
                .collect(Collectors.toSet())
                .containsAll(ChatTemplate.MINICPM_TOKENS)) {
            return ChatTemplate.miniCpm();
        }
        throw new ModelLoadException(
                file
                        + " has no tokenizer.chat_template, and its vocabulary neither ChatML's"
                        + " tokens nor MiniCPM's <用户> and <AI>; a model that answers questions"
                        + " needs one of these");
    }

    private static Map<String, String> specialTokens(Vocabulary vocabulary) {
        var tokens = new HashMap<String, String>();
        name("bos_token", vocabulary.beginOfSequence(), vocabulary, tokens);
        name("eos_token", vocabulary.endOfSequence(), vocabulary, tokens);
        return tokens;
    }

    private static void name(
            String name, OptionalInt token, Vocabulary vocabulary, Map<String, String> tokens) {
        token.ifPresent(id -> tokens.put(name, vocabulary.text(id)));
    }

    @SuppressWarnings("MustBeClosed") // the returned thread owns the encoder
    private static ImageEncoder vision(
            Path mmproj, LlamaModel weights, ModelOptions options, ComputeTurn turn) {
        var encoderOptions =
                new EncoderOptions(threads(weights, options), options.gpuLayers() != 0);
        return ImageEncoder.start(
                VisionEncoder.open(mmproj, weights, encoderOptions), turn, options.imageCache());
    }

    @SuppressWarnings("MustBeClosed") // the returned thread owns the context
    private static DecodeThread decoding(
            LlamaModel weights, ModelOptions options, ComputeTurn turn) {
        int threads = threads(weights, options);
        // A sequence takes memory of its own where there is recurrent state, and nothing is shared.
        Concurrency concurrency =
                weights.remembersRows()
                        ? options.concurrency()
                        : options.concurrency().withCachedPrefixes(0);
        return DecodeThread.start(
                weights,
                LlamaContext.open(
                        weights,
                        new ContextParams(
                                contextTokens(weights, options),
                                BATCH_TOKENS,
                                BATCH_TOKENS,
                                concurrency.sequences(),
                                threads,
                                threads,
                                options.gpuLayers() != 0)),
                turn,
                concurrency);
    }

    private static int threads(LlamaModel weights, ModelOptions options) {
        if (options.threads() > 0) {
            return options.threads();
        }
        return weights.parameters() < SMALL_MODEL
                ? 1
                : Math.min(Runtime.getRuntime().availableProcessors(), ContextParams.MAX_THREADS);
    }

    private static int contextTokens(LlamaModel weights, ModelOptions options) {
        return options.contextTokens() > 0
                ? options.contextTokens()
                : Math.min(weights.trainedContextTokens(), ModelOptions.MAX_AUTOMATIC_CONTEXT);
    }

    private static ModelInfo info(ModelOptions options, LlamaModel weights, boolean vision) {
        String id = options.model().getFileName().toString().replaceFirst("\\.gguf$", "");
        return new ModelInfo(
                id,
                weights.metadata("general.name").orElse(id),
                weights.metadata("general.architecture").orElse("unknown"),
                weights.description(),
                weights.parameters(),
                contextTokens(weights, options),
                vision);
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

    /// What the decoder's weights take in memory.
    public long weightBytes() {
        return weightBytes;
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
        weights.close();
    }
}
