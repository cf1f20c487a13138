package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.decode.AnswerRules.Thinking;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.fault.PromptTooLongException;
import dev.glimpse.runtime.load.OpenModel;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptAssembler.Piece;
import dev.glimpse.vision.EncodedImage;
import java.util.List;
import java.util.Optional;

/// Messages on their way to a prompt: rendered and tokenized at once, their images encoded when the
/// prompt is asked for. Confined to the caller's thread.
final class Preparation {
    private final OpenModel model;
    private final RequestImages images;
    private final List<Piece> pieces;
    private final Optional<Thinking> thinking;
    private final int textTokens;

    private Preparation(
            OpenModel model,
            RequestImages images,
            List<Piece> pieces,
            Optional<Thinking> thinking) {
        this.model = model;
        this.images = images;
        this.pieces = pieces;
        this.thinking = thinking;
        textTokens = textTokens(pieces);
    }

    /// Renders and tokenizes what is to be continued.
    ///
    /// @throws InvalidRequestException if it is empty, or has tokens that the model has not
    /// @throws PromptTooLongException if the text alone does not fit the context
    static Preparation of(OpenModel model, RequestImages images, PromptInput prompt) {
        Preparation preparation =
                switch (prompt) {
                    case PromptInput.Conversation(
                                    List<Message> messages,
                                    Optional<Boolean> thinking,
                                    _) ->
                            ofConversation(model, images, AnswerStart.of(messages), thinking);
                    case PromptInput.Text(String text) -> raw(model, images, model.tokenize(text));
                    case PromptInput.Tokens(List<Integer> ids) -> {
                        model.requireKnown(ids);
                        yield raw(model, images, List.of(new Piece.Tokens(ids)));
                    }
                };
        preparation.requireRoom(preparation.textTokens, "text alone");
        return preparation;
    }

    private static Preparation ofConversation(
            OpenModel model, RequestImages images, AnswerStart start, Optional<Boolean> think) {
        RenderedPrompt rendered = model.render(start.asked(), think);
        Optional<Thinking> thinking = model.thinkingAfter(rendered);
        if (!start.isGiven()) {
            return new Preparation(model, images, model.tokenize(rendered), thinking);
        }
        if (thinking.isPresent() && thinking.get().begun()) {
            throw new InvalidRequestException(
                    "the last message is the beginning of the answer, before which this model"
                            + " thinks; set enable_thinking to false, or leave the message out");
        }
        RenderedPrompt begun = rendered.followedBy(start.text());
        return new Preparation(model, images, model.tokenize(begun), Optional.empty());
    }

    private static Preparation raw(OpenModel model, RequestImages images, List<Piece> pieces) {
        if (textTokens(pieces) == 0) {
            throw new InvalidRequestException("the prompt is empty; it needs a token at least");
        }
        return new Preparation(model, images, pieces, Optional.empty());
    }

    /// How an answer may begin with what the model thinks.
    Optional<Thinking> thinking() {
        return thinking;
    }

    /// The prompt with its images, which are checked by their headers first.
    ///
    /// @return nothing if cancelled
    /// @throws PromptTooLongException if it does not fit the context
    Optional<Prompt> prompt(Cancellation cancellation) throws InterruptedException {
        plannedTokens();
        Optional<List<EncodedImage>> encoded =
                images.isEmpty()
                        ? Optional.of(List.of())
                        : images.encode(model.vision(), cancellation);
        return encoded.map(this::assemble);
    }

    /// Tokens of the text, and of the images as far as their headers tell.
    ///
    /// @throws PromptTooLongException if they do not fit the context
    int plannedTokens() {
        int planned = images.isEmpty() ? 0 : images.plannedTokens(model.vision());
        if (planned > 0) {
            requireRoom(textTokens + planned, planned + " of them for images");
        }
        return textTokens + planned;
    }

    private Prompt assemble(List<EncodedImage> encoded) {
        Prompt prompt = model.assemble(pieces, encoded);
        if (prompt.parts().isEmpty()) {
            throw new InvalidRequestException(
                    "the model's chat template makes an empty prompt of these messages");
        }
        requireRoom(prompt.tokens(), prompt.imageTokens() + " of them for images");
        return prompt;
    }

    private void requireRoom(int tokens, String what) {
        int context = model.info().contextTokens();
        if (tokens >= context) {
            throw new PromptTooLongException(
                    "the prompt has "
                            + tokens
                            + " tokens ("
                            + what
                            + "), the context "
                            + context
                            + "; shorten it, or open the model with a larger context");
        }
    }

    private static int textTokens(List<Piece> pieces) {
        int tokens = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Tokens(List<Integer> ids)) {
                tokens += ids.size();
            }
        }
        return tokens;
    }
}
