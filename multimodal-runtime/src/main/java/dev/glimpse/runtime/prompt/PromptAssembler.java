package dev.glimpse.runtime.prompt;

import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.chat.PromptSegment;
import dev.glimpse.runtime.chat.RenderedPrompt;
import dev.glimpse.runtime.chat.SpecialTokens;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import java.util.ArrayList;
import java.util.List;

/// A rendered conversation to token ids and image embeddings. Immutable, thread-safe.
public final class PromptAssembler {
    private final Vocabulary vocabulary;
    private final SpecialTokens specialTokens;

    public PromptAssembler(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        specialTokens = new SpecialTokens(vocabulary.controlTexts());
    }

    /// Text and the places of images, tokenized; the images themselves may come later.
    public sealed interface Piece {
        /// Tokens of the text before, between or after images.
        record Tokens(List<Integer> ids) implements Piece {}

        /// The image with this index.
        record Image(int index) implements Piece {}
    }

    /// Tokenizes a rendered conversation. Text between two images is tokenized as one, as the
    /// official processors do, but for user text that would become a control token.
    public List<Piece> tokenize(RenderedPrompt prompt) {
        var pieces = new ArrayList<Piece>();
        for (PromptSegment segment : prompt.joined(specialTokens).segments()) {
            switch (segment) {
                case PromptSegment.TemplateText(String text) -> addTokens(text, true, pieces);
                case PromptSegment.UserText(String text) -> addTokens(text, false, pieces);
                case PromptSegment.Image(int index) -> pieces.add(new Piece.Image(index));
            }
        }
        return withBeginOfSequence(pieces);
    }

    /// Tokenizes a prompt that its sender made whole: what is written like a control token becomes
    /// one.
    public List<Piece> tokenize(String prompt) {
        var pieces = new ArrayList<Piece>();
        addTokens(prompt, true, pieces);
        return withBeginOfSequence(pieces);
    }

    private void addTokens(String text, boolean parseSpecial, List<Piece> pieces) {
        var ids = new ArrayList<Integer>();
        for (int id : vocabulary.tokenize(text, false, parseSpecial)) {
            ids.add(id);
        }
        if (!ids.isEmpty()) {
            pieces.add(new Piece.Tokens(ids));
        }
    }

    private List<Piece> withBeginOfSequence(List<Piece> pieces) {
        var begin = vocabulary.beginOfSequence();
        if (!vocabulary.addsBeginOfSequence() || begin.isEmpty()) {
            return pieces;
        }
        int token = begin.getAsInt();
        if (!pieces.isEmpty()
                && pieces.getFirst() instanceof Piece.Tokens(List<Integer> ids)
                && ids.getFirst() == token) {
            return pieces;
        }
        var all = new ArrayList<Piece>();
        all.add(new Piece.Tokens(List.of(token)));
        all.addAll(pieces);
        return all;
    }

    /// Puts the encoded images at their places.
    ///
    /// @param images by the index that [Piece.Image] has
    public static Prompt assemble(List<Piece> pieces, List<EncodedImage> images) {
        var parts = new ArrayList<PromptPart>();
        var tokens = new ArrayList<Integer>();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Tokens(List<Integer> ids) -> tokens.addAll(ids);
                case Piece.Image(int index) -> {
                    for (EncodedPart part : images.get(index).parts()) {
                        switch (part) {
                            case EncodedPart.Markers(List<Integer> ids) -> tokens.addAll(ids);
                            case EncodedPart.Embedding embedding -> {
                                addTokens(tokens, parts);
                                parts.add(new PromptPart.Image(embedding.image()));
                            }
                        }
                    }
                }
            }
        }
        addTokens(tokens, parts);
        return new Prompt(parts);
    }

    private static void addTokens(List<Integer> tokens, List<PromptPart> parts) {
        if (!tokens.isEmpty()) {
            parts.add(new PromptPart.Tokens(tokens));
            tokens.clear();
        }
    }
}
