package dev.glimpse.evaluation.preference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Logistic regression without an intercept whose weights are kept small by their absolute values,
/// to labels that are probabilities: the least of `|w| + c * sum(weight * crossEntropy)`, which
/// scikit-learn's `LogisticRegression(penalty="l1", solver="liblinear")` approaches.
///
/// Newton's steps, each solved by coordinate descent (J. Friedman, T. Hastie, R. Tibshirani, 2010).
final class SparseLogistic {
    private static final int STEPS = 200;
    private static final int SWEEPS = 200;
    private static final double SMALL = 1e-10;
    private static final double DECREASE = 1e-4;
    private static final int HALVINGS = 40;

    private final List<Row> rows;
    private final double c;
    private final int size;
    private double[] gradient = new double[0];
    private double[][] curvature = new double[0][];

    private SparseLogistic(List<Row> rows, double c) {
        this.rows = rows;
        this.c = c;
        this.size = rows.getFirst().features.length;
    }

    /// What is known of one case.
    static final class Row {
        private final double[] features;
        private final double label;
        private final double weight;

        /// @param features as many in each row
        /// @param label 0 to 1
        /// @param weight how much it counts
        Row(double[] features, double label, double weight) {
            this.features = features.clone();
            this.label = label;
            this.weight = weight;
        }

        /// The logarithm of how likely the label is under weights, by the row's weight.
        double likelihood(double[] weights) {
            double z = dot(features, weights);
            return weight * (label * logSigmoid(z) + (1 - label) * logSigmoid(-z));
        }
    }

    /// The weights.
    ///
    /// @param rows one or more
    /// @param c how little smallness counts
    static double[] fit(List<Row> rows, double c) {
        return new SparseLogistic(rows, c).solve();
    }

    /// 0 to 1.
    static double sigmoid(double z) {
        return Math.exp(logSigmoid(z));
    }

    private static double logSigmoid(double z) {
        return z < 0 ? z - Math.log1p(Math.exp(z)) : -Math.log1p(Math.exp(-z));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private double[] solve() {
        double[] weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            expand(weights);
            double[] direction = direction(weights);
            if (Arrays.stream(direction).allMatch(d -> Math.abs(d) < SMALL)) {
                break;
            }
            weights = advanced(weights, direction);
        }
        return weights;
    }

    /// Gradient and curvature of the smooth part.
    private void expand(double[] weights) {
        gradient = new double[size];
        curvature = new double[size][size];
        for (Row row : rows) {
            double share = sigmoid(dot(row.features, weights));
            double slope = c * row.weight * (share - row.label);
            double bend = c * row.weight * share * (1 - share);
            for (int i = 0; i < size; i++) {
                gradient[i] += slope * row.features[i];
                for (int j = 0; j < size; j++) {
                    curvature[i][j] += bend * row.features[i] * row.features[j];
                }
            }
        }
    }

    private double[] direction(double[] weights) {
        double[] direction = new double[size];
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double moved = 0;
            for (int i = 0; i < size; i++) {
                double bend = Math.max(curvature[i][i], 1e-12);
                double slope = gradient[i] + dot(curvature[i], direction);
                double at = weights[i] + direction[i];
                double free = at - slope / bend;
                double next = Math.signum(free) * Math.max(0, Math.abs(free) - 1 / bend);
                direction[i] += next - at;
                moved = Math.max(moved, Math.abs(next - at));
            }
            if (moved < SMALL / 10) {
                break;
            }
        }
        return direction;
    }

    private double[] advanced(double[] weights, double[] direction) {
        double before = loss(weights);
        double[] whole = sum(weights, direction, 1);
        double promised = dot(gradient, direction) + size(whole) - size(weights);
        double share = 1;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double[] next = sum(weights, direction, share);
            if (loss(next) <= before + DECREASE * share * promised) {
                return next;
            }
            share /= 2;
        }
        return weights;
    }

    private double loss(double[] weights) {
        return size(weights) - c * rows.stream().mapToDouble(row -> row.likelihood(weights)).sum();
    }

    private static double size(double[] weights) {
        return Arrays.stream(weights).map(Math::abs).sum();
    }

    private static double[] sum(double[] a, double[] b, double share) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + share * b[i]).toArray();
    }
}
