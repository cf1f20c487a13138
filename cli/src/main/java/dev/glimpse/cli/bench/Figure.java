package dev.glimpse.cli.bench;

import java.util.Arrays;

/// Something measured several times.
///
/// @param name what it is, as `prompt`
/// @param unit as `tokens/s`
/// @param median of the rounds
/// @param least of the rounds
/// @param most of the rounds
public record Figure(String name, String unit, double median, double least, double most) {

    /// @param values one or more, in any order
    static Figure of(String name, String unit, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
        return new Figure(name, unit, median, sorted[0], sorted[last]);
    }
}
