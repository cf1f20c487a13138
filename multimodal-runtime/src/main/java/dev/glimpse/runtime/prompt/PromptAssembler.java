package dev.glimpse.runtime.prompt;

import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.chat.PromptSegment;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A rendered conversation to token ids and image embeddings. Immutable, thread-safe.
///
/// Text between two images is tokenized as one, as the official processors do, so that tokens may
/// span the border between template and question. Only where that would give a user's text the
/// meaning of a control token (`<|im_end|>` typed into a question) are the pieces tokenized apart,
/// the user's without parsing special tokens.
public final class PromptAssembler {
    private final Vocabulary vocabulary;
    private final Pattern controls;

    public PromptAssembler(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.controls =
                Pattern.compile(
                        vocabulary.controlTexts().stream()
                                .filter(text -> !text.isEmpty())
                                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|")));
    }

    /// Text and the places of images, tokenized; the images themselves may come later.
    public sealed interface Piece {
        /// Tokens of the text before, between or after images.
        record Tokens(List<Integer> ids) implements Piece {}

        /// The image with this index.
        record Image(int index) implements Piece {}
    }

    /// Tokenizes a rendered conversation.
    public List<Piece> tokenize(List<PromptSegment> segments) {
        var pieces = new ArrayList<Piece>();
        var run = new ArrayList<PromptSegment>();
        for (PromptSegment segment : segments) {
            if (segment instanceof PromptSegment.Image(int index)) {
                addRun(run, pieces);
                pieces.add(new Piece.Image(index));
            } else {
                run.add(segment);
            }
        }
        addRun(run, pieces);
        return withBeginOfSequence(pieces);
    }

    private void addRun(List<PromptSegment> run, List<Piece> pieces) {
        var ids = new ArrayList<Integer>();
        if (isSafe(run)) {
            String text = run.stream().map(PromptAssembler::text).collect(Collectors.joining());
            add(vocabulary.tokenize(text, false, true), ids);
        } else {
            for (PromptSegment segment : run) {
                boolean template = segment instanceof PromptSegment.TemplateText;
                add(vocabulary.tokenize(text(segment), false, template), ids);
            }
        }
        if (!ids.isEmpty()) {
            pieces.add(new Piece.Tokens(ids));
        }
        run.clear();
    }

    /// Whether every control token in the run's text is the template's alone.
    private boolean isSafe(List<PromptSegment> run) {
        var all = new StringBuilder();
        var template = new java.util.BitSet();
        for (PromptSegment segment : run) {
            String text = text(segment);
            if (segment instanceof PromptSegment.TemplateText) {
                template.set(all.length(), all.length() + text.length());
            }
            all.append(text);
        }
        var control = controls.matcher(all);
        while (control.find()) {
            if (template.nextClearBit(control.start()) < control.end()) {
                return false;
            }
        }
        return true;
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

    private static String text(PromptSegment segment) {
        return switch (segment) {
            case PromptSegment.TemplateText(String text) -> text;
            case PromptSegment.UserText(String text) -> text;
            case PromptSegment.Image(int index) ->
                    throw new IllegalArgumentException("image " + index + " is no text");
        };
    }

    private static void add(int[] ids, List<Integer> target) {
        for (int id : ids) {
            target.add(id);
        }
    }
}
