package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.vision.ImageEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Prompts that begin alike, with the same few images: answers, several answers to one prompt, and
/// choices, some with log-probabilities.
final class TrafficPool {
    private static final int WIDTH = 64;
    private static final int IMAGE_ROWS = 32;
    private static final int LONGEST_ANSWER = 40;

    private final Random random;
    private final int longest;
    private final List<PromptPart> systems = new ArrayList<>();
    private final List<PromptPart> images = new ArrayList<>();
    private final List<List<PromptPart>> turns = new ArrayList<>();

    /// @param longest rows of a prompt that is continued
    TrafficPool(Random random, int longest) {
        this.random = random;
        this.longest = longest;
        for (int i = 0; i < 3; i++) {
            systems.add(new PromptPart.Tokens(tokens(10 + 5 * i)));
            images.add(image());
        }
    }

    /// Jobs that come together.
    List<Traffic> next() {
        List<PromptPart> parts = prompt();
        if (random.nextInt(5) == 0) {
            var choices = new ArrayList<Traffic>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                choices.add(
                        Traffic.choices(
                                parts, tokens(random.nextInt(4)), tokens(1 + random.nextInt(4))));
            }
            return choices;
        }
        var given = new ArrayList<List<Integer>>();
        for (int i = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1; i > 0; i--) {
            given.add(tokens(1 + random.nextInt(LONGEST_ANSWER)));
        }
        if (new Prompt(parts).tokens() < longest) {
            var turn = new ArrayList<>(parts);
            turn.add(new PromptPart.Tokens(given.getFirst()));
            turns.add(turn);
        }
        return Traffic.answers(parts, given, scores());
    }

    List<PromptPart> prompt() {
        var parts = new ArrayList<PromptPart>();
        if (!turns.isEmpty() && random.nextInt(4) == 0) {
            parts.addAll(turns.get(random.nextInt(turns.size())));
        } else {
            parts.add(systems.get(random.nextInt(systems.size())));
            for (int i = random.nextInt(3); i > 0; i--) {
                parts.add(images.get(random.nextInt(images.size())));
            }
        }
        parts.add(new PromptPart.Tokens(tokens(1 + random.nextInt(12))));
        return List.copyOf(parts);
    }

    private Optional<LogProbabilityOptions> scores() {
        return random.nextInt(3) == 0
                ? Optional.of(new LogProbabilityOptions(random.nextInt(4), random.nextInt(3) == 0))
                : Optional.empty();
    }

    private List<Integer> tokens(int count) {
        return random.ints(count, 300, 4000).boxed().toList();
    }

    private PromptPart image() {
        var values = new float[IMAGE_ROWS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.1f;
        }
        return new PromptPart.Image(
                new ImageEmbedding(IMAGE_ROWS, WIDTH, values, Optional.empty(), true));
    }
}
