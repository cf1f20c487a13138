package dev.glimpse.cli.flag;

import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How tokens are chosen. What is allowed, [SamplingOption] knows.
public final class SamplingFlags {
    private static final long SEEDS = 1L << 32;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "0 takes the likeliest token each time, 1 draws as the model was trained. Most"
                            + " options of sampling matter only above 0. Default: 0.")
    private @Nullable Double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = "Draw from the N likeliest tokens. Default: 0, all.")
    private @Nullable Double topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw from the likeliest tokens that make up P. Default: 1, all.")
    private @Nullable Double topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Drop tokens below P times the likeliest. Default: 0, none.")
    private @Nullable Double minP;

    @Option(
            names = "--typical-p",
            paramLabel = "P",
            description =
                    "Draw from tokens of about the expected surprise that make up P. Default: 1,"
                            + " all.")
    private @Nullable Double typicalP;

    @Option(
            names = "--top-n-sigma",
            paramLabel = "N",
            description =
                    "Drop tokens N standard deviations of the logits below the likeliest. Default:"
                            + " 0, none.")
    private @Nullable Double topNSigma;

    @Option(
            names = "--xtc-probability",
            paramLabel = "P",
            description = "How often to drop the likeliest tokens but one. Default: 0, never.")
    private @Nullable Double xtcProbability;

    @Option(
            names = "--xtc-threshold",
            paramLabel = "P",
            description = "The probability from which tokens count as likely there. Default: 0.1.")
    private @Nullable Double xtcThreshold;

    @Option(
            names = "--dynatemp-range",
            paramLabel = "T",
            description =
                    "Vary the temperature by T, the higher the less certain the model. Default: 0,"
                            + " off.")
    private @Nullable Double dynatempRange;

    @Option(
            names = "--dynatemp-exponent",
            paramLabel = "E",
            description = "How steeply it varies. Default: 1.")
    private @Nullable Double dynatempExponent;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "R",
            description = "Makes tokens said before less likely. Default: 1, off.")
    private @Nullable Double repetitionPenalty;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "F",
            description = "Makes tokens less likely for each time they were said. Default: 0, off.")
    private @Nullable Double frequencyPenalty;

    @Option(
            names = "--presence-penalty",
            paramLabel = "F",
            description = "Makes tokens less likely once they were said. Default: 0, off.")
    private @Nullable Double presencePenalty;

    @Option(
            names = "--repeat-last-n",
            paramLabel = "N",
            description = "How many tokens back these three look. Default: 64.")
    private @Nullable Double repeatLastN;

    @Option(
            names = "--dry-multiplier",
            paramLabel = "F",
            description =
                    "Makes tokens that would go on with a repetition less likely. Default: 0, off.")
    private @Nullable Double dryMultiplier;

    @Option(
            names = "--dry-base",
            paramLabel = "F",
            description = "How this grows with the length of the repetition. Default: 1.75.")
    private @Nullable Double dryBase;

    @Option(
            names = "--dry-allowed-length",
            paramLabel = "N",
            description = "The longest repetition that is no fault. Default: 2.")
    private @Nullable Double dryAllowedLength;

    @Option(
            names = "--dry-penalty-last-n",
            paramLabel = "N",
            description = "How many tokens back repetitions are looked for. Default: 64.")
    private @Nullable Double dryPenaltyLastN;

    @Option(
            names = "--dry-sequence-breaker",
            paramLabel = "TEXT",
            description =
                    "No repetition goes across TEXT. May be given several times. Default: line end,"
                            + " colon, quote, asterisk.")
    private @Nullable List<String> dryBreakers;

    @Option(
            names = "--logit-bias",
            paramLabel = "TOKEN=BIAS",
            description =
                    "Make a token, by number or text, likelier; -100 bans it. May be given several"
                            + " times.")
    private Map<String, Float> logitBias = new LinkedHashMap<>();

    @Option(
            names = "--ignore-eos",
            description = "Do not let the model end its turn; answer to --max-tokens.")
    private boolean ignoreEos;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Equal seeds draw equal answers. Default: another one each time.")
    private @Nullable Long seed;

    /// The options with these settings.
    ///
    /// @throws IllegalArgumentException naming an option that is out of its range
    SamplingOptions options() {
        Map<SamplingOption, Double> values = new EnumMap<>(SamplingOption.class);
        set(values, SamplingOption.TEMPERATURE, temperature);
        set(values, SamplingOption.TOP_K, topK);
        set(values, SamplingOption.TOP_P, topP);
        set(values, SamplingOption.MIN_P, minP);
        set(values, SamplingOption.TYPICAL_P, typicalP);
        set(values, SamplingOption.TOP_N_SIGMA, topNSigma);
        set(values, SamplingOption.XTC_PROBABILITY, xtcProbability);
        set(values, SamplingOption.XTC_THRESHOLD, xtcThreshold);
        set(values, SamplingOption.DYNATEMP_RANGE, dynatempRange);
        set(values, SamplingOption.DYNATEMP_EXPONENT, dynatempExponent);
        set(values, SamplingOption.REPETITION_PENALTY, repetitionPenalty);
        set(values, SamplingOption.FREQUENCY_PENALTY, frequencyPenalty);
        set(values, SamplingOption.PRESENCE_PENALTY, presencePenalty);
        set(values, SamplingOption.REPEAT_LAST_N, repeatLastN);
        set(values, SamplingOption.DRY_MULTIPLIER, dryMultiplier);
        set(values, SamplingOption.DRY_BASE, dryBase);
        set(values, SamplingOption.DRY_ALLOWED_LENGTH, dryAllowedLength);
        set(values, SamplingOption.DRY_PENALTY_LAST_N, dryPenaltyLastN);
        long drawn = seed == null ? ThreadLocalRandom.current().nextLong(SEEDS - 1) : seed;
        set(values, SamplingOption.SEED, (double) drawn);
        List<LogitBias> biases =
                logitBias.entrySet().stream()
                        .map(entry -> bias(entry.getKey(), entry.getValue()))
                        .toList();
        List<String> breakers =
                dryBreakers == null ? SamplingOptions.GREEDY.dryBreakers() : dryBreakers;
        return new SamplingOptions(values, biases, breakers, ignoreEos);
    }

    private static void set(
            Map<SamplingOption, Double> values, SamplingOption option, @Nullable Double value) {
        if (value != null) {
            values.put(option, value);
        }
    }

    private static LogitBias bias(String token, float bias) {
        return token.matches("[0-9]{1,9}")
                ? new LogitBias.OfToken(Integer.parseInt(token), bias)
                : new LogitBias.OfText(token, bias);
    }
}
