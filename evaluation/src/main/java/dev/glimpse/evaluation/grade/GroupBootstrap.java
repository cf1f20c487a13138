package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.scoring.Accuracy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/// An interval for an accuracy whose units hang together in groups, as rotations of a question do:
/// whole groups are drawn with replacement, and the middle 95% of the accuracies taken (B. Efron,
/// R. Tibshirani, "An Introduction to the Bootstrap", 1993, the percentile method).
///
/// Always draws the same groups for the same hits. Few groups say too little about their spread to
/// draw from; for fewer than 30 it is Wilson's interval with each group as one unit, which is
/// wider.
final class GroupBootstrap {
    private static final int DRAWS = 2000;
    private static final long SEED = 20_230_712;
    private static final double TAIL = 0.025;
    private static final int FEW = 30;

    private GroupBootstrap() {}

    /// The interval.
    ///
    /// @param hits one or more
    static Accuracy.Interval interval95(List<Hit> hits) {
        var groups = new LinkedHashMap<String, double[]>();
        for (Hit hit : hits) {
            double[] sums = groups.computeIfAbsent(hit.placement().group(), _ -> new double[2]);
            sums[0] += hit.credit();
            sums[1]++;
        }
        if (groups.size() < FEW) {
            double right = hits.stream().mapToDouble(Hit::credit).sum();
            return Accuracy.wilson95(Math.min(1, right / hits.size()), groups.size());
        }
        double[][] counts = groups.values().toArray(double[][]::new);
        var random = new SplittableRandom(SEED);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double right = 0;
            double total = 0;
            for (int i = 0; i < counts.length; i++) {
                double[] group = counts[random.nextInt(counts.length)];
                right += group[0];
                total += group[1];
            }
            means[draw] = Math.min(1, right / total);
        }
        Arrays.sort(means);
        int low = (int) Math.floor(TAIL * (DRAWS - 1));
        return new Accuracy.Interval(means[low], means[DRAWS - 1 - low]);
    }
}
