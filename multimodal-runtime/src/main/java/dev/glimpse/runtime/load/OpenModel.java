package dev.glimpse.runtime.load;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.ImageCacheStatistics;
import dev.glimpse.runtime.ModelInfo;
import dev.glimpse.runtime.canvas.CanvasMarkers;
import dev.glimpse.runtime.chat.ChatTemplate;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.RenderOptions;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.decode.AnswerRules.Thinking;
import dev.glimpse.runtime.decode.DecodeThread;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.grammar.VocabularyTokens;
import dev.glimpse.runtime.memory.MemoryUse;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptAssembler;
import dev.glimpse.runtime.prompt.PromptAssembler.Piece;
import dev.glimpse.vision.EncodedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that is open of a model, see [ModelOpening], and the order in which it is closed. The
/// threads are thread-safe, the rest is immutable.
public final class OpenModel implements AutoCloseable {
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

    OpenModel(
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
