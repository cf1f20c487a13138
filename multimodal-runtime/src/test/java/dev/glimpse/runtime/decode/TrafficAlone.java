package dev.glimpse.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.llama.EmbeddingBatch;
import dev.glimpse.bindings.llama.LlamaContext;
import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.bindings.llama.TokenBatch;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.ImageEmbedding;
import java.util.ArrayList;
import java.util.List;

/// Jobs computed by themselves, from nothing, text and images in batches of their own.
record TrafficAlone(LlamaContext context, TokenBatch tokens, EmbeddingBatch embeddings) {
    /// How far two logits may be apart for the order of additions to decide between them: products
    /// of one row and of several are added up in different orders, and keys are kept in 16 bits.
    /// Logits of the embedded model go from -15 to 15.
    static final float TIE = 0.1f;

    /// How far two log-probabilities may be apart. Of tokens that a model may say it is less than
    /// [#TIE]; these are drawn at random, and the logits of the unlikeliest move more. Those of
    /// another row or token would be apart by whole numbers.
    static final double SCORE = 0.4;

    private static final Logits NONE = Logits.of(new float[0]);

    /// Compares all that came of a job.
    ///
    /// @return how many numbers were compared
    int compare(Traffic one) {
        boolean scored = !one.promptTokens().isEmpty();
        if (one.liked().isEmpty() && !scored && !one.isComplete()) {
            return 0;
        }
        var places = new ArrayList<Place>();
        context.memory().clear();
        List<PromptPart> runs = runs(one);
        int position = 0;
        for (PromptPart run : runs) {
            position = decode(run, position, places, scored || run.equals(runs.getLast()));
        }
        int prompt = (int) places.stream().filter(Place::isText).count() - one.given().size();
        List<Place> text = places.stream().filter(Place::isText).toList();
        if (!one.ends().isEmpty()) {
            return one.isComplete() ? compareChoices(one, prompt, text, places.getLast()) : 0;
        }
        for (int i = 0; i < one.liked().size(); i++) {
            requireLiked(text.get(prompt + i).before(), one.liked().get(i));
        }
        return one.liked().size() + compareScores(one, prompt, text);
    }

    /// A job's prompt with what it was given to answer, texts that follow each other as one.
    private static List<PromptPart> runs(Traffic one) {
        var runs = new ArrayList<PromptPart>();
        var text = new ArrayList<Integer>();
        for (PromptPart part : one.parts()) {
            switch (part) {
                case PromptPart.Tokens(List<Integer> ids) -> text.addAll(ids);
                case PromptPart.Image image -> {
                    if (!text.isEmpty()) {
                        runs.add(new PromptPart.Tokens(text));
                        text.clear();
                    }
                    runs.add(image);
                }
            }
        }
        text.addAll(one.given());
        runs.add(new PromptPart.Tokens(text));
        return runs;
    }

    /// A row.
    ///
    /// @param token its token, -1 in an image
    /// @param before the logits of the row before; of none where there is none
    /// @param own its own, where they were computed
    private record Place(int token, Logits before, Logits own) {
        boolean isText() {
            return token >= 0;
        }
    }

    /// @param all whether the logits of all tokens are read, not of the last alone
    private int decode(PromptPart part, int from, List<Place> places, boolean all) {
        return switch (part) {
            case PromptPart.Tokens(List<Integer> ids) -> {
                tokens.clear();
                for (int i = 0; i < ids.size(); i++) {
                    tokens.add(ids.get(i), from + i, 0, all || i == ids.size() - 1);
                }
                context.decode(tokens);
                for (int i = 0; i < ids.size(); i++) {
                    add(ids.get(i), i, places, all || i == ids.size() - 1);
                }
                yield from + ids.size();
            }
            case PromptPart.Image(ImageEmbedding image) -> {
                embeddings.clear();
                var values = new float[image.width()];
                for (int i = 0; i < image.rows(); i++) {
                    image.copyRow(i, values);
                    embeddings.add(values, 0, from + i, 0, i == image.rows() - 1);
                }
                context.decode(embeddings);
                add(-1, image.rows() - 1, places, true);
                yield from + image.rows();
            }
        };
    }

    private void add(int token, int row, List<Place> places, boolean read) {
        Logits before = places.isEmpty() ? NONE : places.getLast().own();
        Logits own = read ? Logits.of(context.logits(row).toArray()) : NONE;
        places.add(new Place(token, before, own));
    }

    private static void requireLiked(Logits logits, int liked) {
        float best = logits.get(logits.likeliest(1)[0]);
        assertThat(logits.get(liked)).isGreaterThanOrEqualTo(best - TIE);
    }

    private static int compareChoices(Traffic one, int prompt, List<Place> text, Place last) {
        DecodeEvent.Scored scored =
                (DecodeEvent.Scored)
                        one.events().stream()
                                .filter(DecodeEvent.Scored.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        double begin = 0;
        for (Place place : text.subList(prompt, text.size())) {
            begin += place.before().logProbability(place.token());
        }
        assertThat(scored.begin()).isCloseTo(begin, within(SCORE * one.given().size()));
        for (int i = 0; i < one.ends().size(); i++) {
            assertThat(scored.ends().get(i))
                    .isCloseTo(last.own().logProbability(one.ends().get(i)), within(SCORE));
        }
        return 1 + one.ends().size();
    }

    private static int compareScores(Traffic one, int prompt, List<Place> text) {
        List<PromptToken> promptTokens = one.promptTokens();
        if (!promptTokens.isEmpty()) {
            assertThat(promptTokens).hasSize(prompt);
            for (int i = 1; i < prompt; i++) {
                compare(promptTokens.get(i).score().orElseThrow(), text.get(i));
            }
        }
        List<ScoredToken> answer = one.answerTokens();
        for (int i = 0; i < answer.size(); i++) {
            compare(answer.get(i), text.get(prompt + i));
        }
        return promptTokens.size() + answer.size();
    }

    private static void compare(ScoredToken found, Place alone) {
        assertThat(found.token().id()).isEqualTo(alone.token());
        assertThat(found.logProbability())
                .isCloseTo(alone.before().logProbability(alone.token()), within(SCORE));
        if (!found.alternatives().isEmpty()) {
            requireLiked(alone.before(), found.alternatives().getFirst().token().id());
        }
    }
}
