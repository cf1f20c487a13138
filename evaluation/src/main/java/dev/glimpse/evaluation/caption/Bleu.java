package dev.glimpse.evaluation.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// BLEU-1 to BLEU-4 of a set of captions (K. Papineni et al., 2002; `pycocoevalcap/bleu` at
/// ad63453c): clipped counts over all captions, the reference of the nearest length for brevity.
public final class Bleu {
    private static final double SMALL = 1e-9;
    private static final double TINY = 1e-15;

    private Bleu() {}

    /// Four numbers, 0 to 1.
    ///
    /// @param captions one or more
    public static List<Double> of(List<Captioned> captions) {
        long[] correct = new long[NGrams.LONGEST];
        long[] guessed = new long[NGrams.LONGEST];
        long length = 0;
        long nearest = 0;
        for (Captioned one : captions) {
            int own = one.caption().size();
            length += own;
            nearest += nearest(own, one.references());
            for (int n = 0; n < NGrams.LONGEST; n++) {
                guessed[n] += Math.max(0, own - n);
            }
            Map<List<String>, Integer> most = most(one.references());
            NGrams.of(one.caption())
                    .forEach((gram, count) ->
                            correct[gram.size() - 1] +=
                                    Math.min(count, most.getOrDefault(gram, 0)));
        }
        double ratio = (length + TINY) / (nearest + SMALL);
        double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        var scores = new ArrayList<Double>();
        double product = 1;
        for (int n = 0; n < NGrams.LONGEST; n++) {
            product *= (correct[n] + TINY) / (guessed[n] + SMALL);
            scores.add(Math.pow(product, 1.0 / (n + 1)) * brevity);
        }
        return scores;
    }

    /// The shorter of two equally near.
    private static int nearest(int length, List<List<String>> references) {
        int best = references.getFirst().size();
        for (List<String> reference : references) {
            int gap = Math.abs(reference.size() - length) - Math.abs(best - length);
            if (gap < 0 || (gap == 0 && reference.size() < best)) {
                best = reference.size();
            }
        }
        return best;
    }

    private static Map<List<String>, Integer> most(List<List<String>> references) {
        var most = new HashMap<List<String>, Integer>();
        references.forEach(reference ->
                NGrams.of(reference).forEach((gram, count) -> most.merge(gram, count, Math::max)));
        return most;
    }
}
