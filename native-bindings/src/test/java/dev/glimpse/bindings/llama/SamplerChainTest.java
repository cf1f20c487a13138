package dev.glimpse.bindings.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.bindings.fault.NativeCallException;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.bindings.testing.NoLeaks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each sampler against [NaiveSampling] on random logits, and what a chain makes of them.
@ExtendWith(NoLeaks.class)
class SamplerChainTest {
    private static final int ROUNDS = 20;

    private static LlamaModel model;
    private static int size;

    /// Sums of floats, as the library has them, and of doubles may reach a limit one token apart.
    private static final int AT_THE_CUT = 2;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @BeforeAll
    @SuppressWarnings("MustBeClosed") // shared by the class
    static void open() {
        model = LlamaModel.open(EmbeddedModel.text(), ModelParams.CPU);
        size = model.vocabulary().size();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void topKKeepsTheLikeliest() {
        sameAsNaive(chain -> chain.addTopK(37), naive -> naive.topK(37), List.of());
    }

    @Test
    void topPKeepsTheNucleus() {
        sameAsNaive(chain -> chain.addTopP(0.8f), naive -> naive.topP(0.8), List.of());
    }

    @Test
    void minPDropsTheUnlikely() {
        sameAsNaive(chain -> chain.addMinP(0.05f), naive -> naive.minP(0.05), List.of());
    }

    @Test
    void typicalKeepsTheExpected() {
        sameAsNaive(chain -> chain.addTypical(0.6f), naive -> naive.typical(0.6), List.of());
    }

    @Test
    void topNSigmaMasksWhatIsFarBelow() {
        sameAsNaive(chain -> chain.addTopNSigma(2), naive -> naive.topNSigma(2), List.of());
    }

    @Test
    void xtcExcludesTopChoices() {
        sameAsNaive(chain -> chain.addXtc(1, 0.02f, 7), naive -> naive.xtc(0.02), List.of());
        sameAsNaive(chain -> chain.addXtc(0, 0.02f, 7), naive -> {}, List.of());
    }

    @Test
    void temperatureDivides() {
        sameAsNaive(
                chain -> chain.addTemperature(0.7f), naive -> naive.temperature(0.7f), List.of());
    }

    @Test
    void dynamicTemperatureFollowsEntropy() {
        sameAsNaive(
                chain -> chain.addDynamicTemperature(0.9f, 0.5f, 1.3f),
                naive -> naive.dynamicTemperature(0.9f, 0.5f, 1.3f),
                List.of());
    }

    @Test
    void penaltiesCountTheLastTokens() {
        List<Integer> said = tokens(50, 40);
        sameAsNaive(
                chain -> chain.addPenalties(30, 1.3f, 0.4f, 0.7f),
                naive -> naive.penalties(said.subList(20, 50), 1.3f, 0.4f, 0.7f),
                said);
    }

    @Test
    void dryPenalizesWhatGoesOnWithARepetition() {
        List<Integer> said = tokens(60, 4);
        sameAsNaive(
                chain -> chain.addDry(60, 0.8f, 1.75f, 2, List.of()),
                naive -> naive.dry(said, 0.8f, 1.75f, 2),
                said);
    }

    @Test
    void dryDoesNotRepeatAcrossBreakers() {
        int[] line = model.vocabulary().tokenize("a b\n", false, false);
        var said = new ArrayList<Integer>();
        for (int i = 0; i < 4; i++) {
            IntStream.of(line).forEach(said::add);
        }
        float[] logits = logits();
        try (var broken = SamplerChain.open(model)) {
            broken.addDry(64, 5, 2, 2, List.of("\n"));
            said.forEach(broken::accept);
            var after = broken.apply(Logits.of(logits));
            var expected = new float[after.size()];
            var found = new float[after.size()];
            for (int i = 0; i < after.size(); i++) {
                expected[i] = logits[after.id(i)];
                found[i] = after.logit(i);
            }
            assertThat(found).containsExactly(expected);
        }
        sameAsNaive(
                chain -> chain.addDry(64, 5, 2, 2, List.of()),
                naive -> naive.dry(said, 5, 2, 2),
                said);
    }

    @Test
    void wholeChainWorksInOrder() {
        List<Integer> said = tokens(40, 6);
        sameAsNaive(
                chain -> {
                    chain.addPenalties(64, 1.1f, 0.1f, 0.2f);
                    chain.addDry(64, 0.5f, 1.5f, 2, List.of());
                    chain.addTopK(100);
                    chain.addTypical(0.95f);
                    chain.addTopP(0.9f);
                    chain.addMinP(0.02f);
                    chain.addTemperature(1.2f);
                },
                naive ->
                        naive.penalties(said, 1.1f, 0.1f, 0.2f)
                                .dry(said, 0.5f, 1.5f, 2)
                                .topK(100)
                                .typical(0.95f)
                                .topP(0.9f)
                                .minP(0.02f)
                                .temperature(1.2f),
                said);
    }

    private void sameAsNaive(
            Consumer<SamplerChain> steps, Consumer<NaiveSampling> naiveSteps, List<Integer> said) {
        for (int round = 0; round < ROUNDS; round++) {
            float[] logits = logits();
            var naive = new NaiveSampling(logits);
            naiveSteps.accept(naive);
            try (var chain = SamplerChain.open(model)) {
                steps.accept(chain);
                said.forEach(chain::accept);
                same(chain.apply(Logits.of(logits)), naive, "seed " + seed + ", round " + round);
            }
        }
    }

    private static void same(Candidates found, NaiveSampling naive, String what) {
        Map<Integer, Float> left = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.logit(i) != Float.NEGATIVE_INFINITY) {
                left.put(found.id(i), found.logit(i));
            }
        }
        var kept = new HashSet<>(naive.kept());
        var both = new HashSet<>(kept);
        both.retainAll(left.keySet());
        assertThat(left.size() + kept.size() - 2 * both.size())
                .as(what + ": tokens that only one of the two keeps, of " + kept.size())
                .isLessThanOrEqualTo(AT_THE_CUT);
        for (int token : both) {
            double difference = Math.abs(left.get(token) - naive.logit(token));
            if (!(difference <= 1e-3)) { // a message for each token would take most of the time
                throw new AssertionError(what + ", token " + token + " is off by " + difference);
            }
        }
    }

    @Test
    void drawsFollowTheProbabilities() {
        float[] logits = new float[size];
        java.util.Arrays.fill(logits, -100);
        logits[10] = (float) Math.log(0.5);
        logits[20] = (float) Math.log(0.3);
        logits[30] = (float) Math.log(0.2);
        int draws = 2_000;
        Map<Integer, Integer> counts = new HashMap<>();
        Map<Integer, Float> probabilities = new HashMap<>();
        try (var chain = SamplerChain.open(model)) {
            chain.addTemperature(1);
            chain.addDistribution(1234);
            var after = chain.apply(Logits.of(logits));
            for (int i = 0; i < after.size(); i++) {
                probabilities.put(after.id(i), after.probability(i));
            }
            for (int i = 0; i < draws; i++) {
                counts.merge(chain.choose(Logits.of(logits)), 1, Integer::sum);
            }
        }
        assertThat(probabilities.get(10)).isCloseTo(0.5f, within(1e-5f));
        assertThat(probabilities.get(20)).isCloseTo(0.3f, within(1e-5f));
        assertThat(probabilities.get(30)).isCloseTo(0.2f, within(1e-5f));
        // Five standard deviations of a share of 2,000 draws are 0.056; the seed is fixed.
        assertThat(counts.get(10) / (double) draws).isCloseTo(0.5, within(0.056));
        assertThat(counts.get(20) / (double) draws).isCloseTo(0.3, within(0.056));
        assertThat(counts.get(30) / (double) draws).isCloseTo(0.2, within(0.056));
    }

    @Test
    void equalSeedsDrawEqually() {
        float[] logits = logits();
        assertThat(draws(5, logits)).isEqualTo(draws(5, logits)).isNotEqualTo(draws(6, logits));
    }

    private static List<Integer> draws(int seed, float[] logits) {
        try (var chain = SamplerChain.open(model)) {
            chain.addXtc(0.5f, 0.01f, seed);
            chain.addTemperature(1);
            chain.addDistribution(seed);
            return IntStream.range(0, 100).mapToObj(_ -> chain.choose(Logits.of(logits))).toList();
        }
    }

    @Test
    void biasesMoveAndBanTokens() {
        float[] logits = logits();
        float[] bias = new float[size];
        int likeliest = new NaiveSampling(logits).kept().getFirst();
        bias[likeliest] = Float.NEGATIVE_INFINITY;
        try (var chain = SamplerChain.open(model)) {
            chain.addGreedy();
            assertThat(chain.choose(Logits.of(logits))).isEqualTo(likeliest);
            chain.bias(bias);
            assertThat(chain.choose(Logits.of(logits))).isNotEqualTo(likeliest);
            bias[77] = 100;
            chain.bias(bias);
            assertThat(chain.choose(Logits.of(logits))).isEqualTo(77);
            java.util.Arrays.fill(bias, Float.NEGATIVE_INFINITY);
            chain.bias(bias);
            assertThatThrownBy(() -> chain.choose(Logits.of(logits)))
                    .isInstanceOf(NativeCallException.class)
                    .hasMessageContaining("banned");
        }
    }

    /// Ties among them, and biases that ban. Penalties of nothing keep the other one in native
    /// code.
    @Test
    void theLikeliestIsTheOneThatNativeCodeTakes() {
        var random = new Random(3);
        try (var ours = SamplerChain.open(model);
                var natives = SamplerChain.open(model)) {
            ours.addGreedy();
            natives.addPenalties(0, 1, 0, 0);
            natives.addGreedy();
            for (int round = 0; round < 50; round++) {
                var logits = new float[size];
                var bias = new float[size];
                for (int token = 0; token < size; token++) {
                    logits[token] =
                            random.nextInt(20) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(8);
                    bias[token] =
                            random.nextInt(9) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(2);
                }
                assertThat(ours.choose(Logits.of(logits)))
                        .isEqualTo(natives.choose(Logits.of(logits)));
                ours.bias(bias);
                natives.bias(bias);
                assertThat(ours.choose(Logits.of(logits)))
                        .isEqualTo(natives.choose(Logits.of(logits)));
                ours.bias(new float[size]);
                natives.bias(new float[size]);
            }
        }
    }

    /// First sampled freely, then from what is allowed: the same as from what is allowed at once.
    @Test
    void filteredDrawsFollowTheProbabilitiesOfWhatIsAllowed() {
        float[] logits = new float[size];
        java.util.Arrays.fill(logits, -100);
        logits[1] = (float) Math.log(0.7);
        logits[2] = (float) Math.log(0.1);
        logits[3] = (float) Math.log(0.2);
        var allowed = new BitSet();
        allowed.set(2);
        allowed.set(3);
        int draws = 1_000;
        int second = 0;
        try (var chain = SamplerChain.open(model)) {
            chain.addDistribution(99);
            chain.constrain(only(allowed));
            for (int i = 0; i < draws; i++) {
                int token = chain.choose(Logits.of(logits));
                assertThat(allowed.get(token)).isTrue();
                second += token == 2 ? 1 : 0;
            }
        }
        assertThat(second / (double) draws).isCloseTo(1 / 3.0, within(0.075));
    }

    private static TokenFilter only(BitSet allowed) {
        return new TokenFilter() {
            @Override
            public boolean allows(int token) {
                return allowed.get(token);
            }

            @Override
            public BitSet allowed() {
                return allowed;
            }

            @Override
            public void accept(int token) {}
        };
    }

    @Test
    void infinitePenaltiesStillLeaveAnAnswer() {
        float[] logits = logits();
        List<Integer> said = tokens(200, 1);
        var allowed = new BitSet();
        allowed.set(said.getFirst());
        allowed.set(said.getFirst() + 1);
        try (var chain = SamplerChain.open(model)) {
            chain.addDry(200, 100, 10, 1, List.of());
            chain.addTypical(0.9f);
            chain.addDistribution(3);
            chain.constrain(only(allowed));
            said.forEach(chain::accept);
            assertThat(chain.choose(Logits.of(logits))).isIn(said.getFirst(), said.getFirst() + 1);
        }
    }

    private float[] logits() {
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            logits[i] = (float) random.nextGaussian() * 2.5f;
        }
        return logits;
    }

    private List<Integer> tokens(int count, int kinds) {
        return IntStream.range(0, count).mapToObj(_ -> 100 + random.nextInt(kinds)).toList();
    }
}
