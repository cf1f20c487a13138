package dev.glimpse.evaluation.caption;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// CIDEr-D of a set of captions (R. Vedantam et al., 2015; `pycocoevalcap/cider` at ad63453c): the
/// cosine of runs of words weighted by how rare they are among the references' images, clipped,
/// with a penalty for another length.
///
/// The penalty counts pairs of words, as that program does. Rarity is of the captions given here,
/// so numbers of different sets do not compare, and one image alone gives 0.
public final class Cider {
    private static final double SIGMA = 6;
    private static final double SCALE = 10;

    private final Map<List<String>, Integer> documents = new HashMap<>();
    private final double logCount;

    private Cider(List<Captioned> captions) {
        this.logCount = Math.log(captions.size());
        for (Captioned one : captions) {
            Set<List<String>> grams = new HashSet<>();
            one.references().forEach(reference -> grams.addAll(NGrams.of(reference).keySet()));
            grams.forEach(gram -> documents.merge(gram, 1, Integer::sum));
        }
    }

    /// The mean over the captions, 0 to 10.
    ///
    /// @param captions one or more
    public static double of(List<Captioned> captions) {
        var cider = new Cider(captions);
        return captions.stream().mapToDouble(cider::one).average().orElse(0);
    }

    /// Weights of runs of each length.
    private record Weighted(Map<List<String>, Double> weights, List<Double> norms, int pairs) {}

    private double one(Captioned captioned) {
        Weighted own = weighted(captioned.caption());
        double sum = 0;
        for (List<String> reference : captioned.references()) {
            sum += similarity(own, weighted(reference));
        }
        return SCALE * sum / captioned.references().size();
    }

    private Weighted weighted(List<String> words) {
        var weights = new HashMap<List<String>, Double>();
        double[] norms = new double[NGrams.LONGEST];
        int pairs = 0;
        for (var gram : NGrams.of(words).entrySet()) {
            double rarity =
                    logCount - Math.log(Math.max(1, documents.getOrDefault(gram.getKey(), 0)));
            double weight = gram.getValue() * rarity;
            weights.put(gram.getKey(), weight);
            norms[gram.getKey().size() - 1] += weight * weight;
            pairs += gram.getKey().size() == 2 ? gram.getValue() : 0;
        }
        return new Weighted(weights, Arrays.stream(norms).boxed().toList(), pairs);
    }

    private static double similarity(Weighted own, Weighted reference) {
        double[] dots = new double[NGrams.LONGEST];
        own.weights()
                .forEach((gram, weight) -> {
                    double other = reference.weights().getOrDefault(gram, 0.0);
                    dots[gram.size() - 1] += Math.min(weight, other) * other;
                });
        double sum = 0;
        for (int n = 0; n < NGrams.LONGEST; n++) {
            double norm = Math.sqrt(own.norms().get(n)) * Math.sqrt(reference.norms().get(n));
            sum += norm == 0 ? dots[n] : dots[n] / norm;
        }
        double gap = own.pairs() - reference.pairs();
        return sum / NGrams.LONGEST * Math.exp(-gap * gap / (2 * SIGMA * SIGMA));
    }
}
