package dev.glimpse.evaluation.scoring;

import java.util.Locale;

/// How many of a number of answers were right.
///
/// @param right 0 to `total`; the sum of the answers' credits where a rule gives a part of one
/// @param total 1 or more
public record Accuracy(double right, int total) {
    /// The standard normal distribution's 97.5% quantile.
    private static final double Z = 1.959963984540054;

    public Accuracy {
        if (total < 1 || !(right >= 0 && right <= total)) {
            throw new IllegalArgumentException(
                    right + " right of " + total + "; right must be 0 to total, total 1 or more");
        }
    }

    /// Right answers as a share, 0 to 1.
    public double fraction() {
        return right / total;
    }

    /// The right answers as people count them: `3`, or `3.25` where there are parts.
    public String rightText() {
        return right == Math.rint(right)
                ? String.valueOf((long) right)
                : String.format(Locale.ROOT, "%.2f", right);
    }

    /// The Wilson score interval that holds the true accuracy with 95% confidence if the questions
    /// are a random draw (E. B. Wilson, 1927, "Probable inference, the law of succession, and
    /// statistical inference", without continuity correction).
    public Interval wilson95() {
        return wilson95(fraction(), total);
    }

    /// The same interval for a share seen over a number of units.
    ///
    /// @param share 0 to 1
    /// @param units that are independent, more than 0
    public static Interval wilson95(double share, double units) {
        double z2 = Z * Z;
        double centre = (share + z2 / (2 * units)) / (1 + z2 / units);
        double variance = share * (1 - share) / units + z2 / (4 * units * units);
        double half = Z / (1 + z2 / units) * Math.sqrt(variance);
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /// A range of shares.
    ///
    /// @param low 0 to `high`
    /// @param high at most 1
    public record Interval(double low, double high) {
        public Interval {
            if (!(low >= 0 && low <= high && high <= 1)) {
                throw new IllegalArgumentException(
                        "interval " + low + " to " + high + "; must lie in 0 to 1, low first");
            }
        }
    }
}
