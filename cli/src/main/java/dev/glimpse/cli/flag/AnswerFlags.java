package dev.glimpse.cli.flag;

import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How an answer is made.
public final class AnswerFlags {
    private static final long SEEDS = 1L << 32;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "The answer's length at most, in tokens. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = GenerationRequest.DEFAULT_MAX_TOKENS;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "0 takes the likeliest token each time, 1 draws as the model was trained. The"
                            + " next four options matter only above 0. Default: 0.")
    private float temperature;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = "Draw from the N likeliest tokens. Default: 0, all.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw from the likeliest tokens that make up P. Default: 1, all.")
    private float topP = 1;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Drop tokens below P times the likeliest. Default: 0, none.")
    private float minP;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Equal seeds draw equal answers. Default: another one each time.")
    private @Nullable Long seed;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "R",
            description = "Makes tokens said before less likely. Default: 1, off.")
    private float repetitionPenalty = 1;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer before TEXT. May be given several times.")
    private List<String> stop = List.of();

    /// The conversation with these settings.
    public GenerationRequest request(List<Message> messages) {
        try {
            return new GenerationRequest(messages, sampling(), maxTokens, stop);
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    private SamplingOptions sampling() {
        return SamplingOptions.GREEDY
                .withTemperature(temperature)
                .withTopK(topK)
                .withTopP(topP)
                .withMinP(minP)
                .withRepetitionPenalty(repetitionPenalty)
                .withSeed(seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed);
    }
}
