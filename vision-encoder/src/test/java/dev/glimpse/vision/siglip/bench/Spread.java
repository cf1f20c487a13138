package dev.glimpse.vision.siglip.bench;

import java.util.Arrays;
import java.util.Locale;

/// Several measurements of the same thing.
record Spread(double least, double median, double most) {
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    /// As an array of JSON.
    String json() {
        return String.format(Locale.ROOT, "[%.3f, %.3f, %.3f]", least, median, most);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%8.2f (%.2f to %.2f)", median, least, most);
    }
}
