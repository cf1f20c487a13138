package dev.glimpse.runtime.decode;

import dev.glimpse.runtime.prompt.Prompt;
import dev.glimpse.runtime.prompt.PromptPart;
import dev.glimpse.runtime.testing.HybridModel;
import dev.glimpse.vision.ImageEmbedding;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Jobs that tell how likely each token of the vocabulary is behind a prompt, and parts of prompts
/// for the small models of these tests: a difference of one row in a thousand shows.
final class Distributions {
    static final int IMAGE_ROWS = 40;
    private static final int VOCABULARY = 4096;

    private Distributions() {}

    static DecodeJob of(PromptPart... parts) {
        return DecodeJob.scoring(
                new Prompt(List.of(parts)),
                List.of(),
                IntStream.range(0, VOCABULARY).boxed().toList(),
                () -> false);
    }

    /// The log-probabilities by token, once the job has ended.
    static List<Double> taken(DecodeJob job) {
        try {
            while (true) {
                if (job.take() instanceof DecodeEvent.Scored scored) {
                    return scored.ends();
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Tokens from a first one on.
    static PromptPart text(int first, int count) {
        return new PromptPart.Tokens(IntStream.range(first, first + count).boxed().toList());
    }

    /// An image of random numbers, the same for the same seed.
    static PromptPart image(int seed) {
        var random = new Random(seed);
        var values = new float[IMAGE_ROWS * HybridModel.WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new PromptPart.Image(
                new ImageEmbedding(IMAGE_ROWS, HybridModel.WIDTH, values, Optional.empty(), true));
    }
}
