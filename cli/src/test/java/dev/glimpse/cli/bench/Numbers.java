package dev.glimpse.cli.bench;

import java.util.List;
import java.util.Locale;

/// Measurements of one thing.
///
/// @param sorted in ascending order, at least one
record Numbers(List<Double> sorted) {

    static Numbers of(List<Double> values) {
        return new Numbers(values.stream().sorted().toList());
    }

    double at(double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
    }

    double median() {
        return at(0.5);
    }

    /// The median, with the least and the most.
    String spread() {
        return String.format(
                Locale.ROOT, "%.2f (%.2f-%.2f)", median(), sorted.getFirst(), sorted.getLast());
    }

    String json() {
        return String.format(
                Locale.ROOT, "[%.4f, %.4f, %.4f]", sorted.getFirst(), median(), sorted.getLast());
    }

    /// As a field of an object in JSON.
    String jsonField(String name) {
        return "\"" + name + "\": " + json();
    }
}
