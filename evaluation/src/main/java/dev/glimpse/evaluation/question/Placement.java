package dev.glimpse.evaluation.question;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where a question belongs: what its hit is averaged with.
///
/// @param group key shared by the rotations of one question, or by the questions about one image
/// @param split such as `dev`; empty if the data has none
/// @param l2 the coarser of two categories (`l2-category`); empty if the data has none
/// @param l3 the finer category (`category`); empty if the data has none
/// @param traits what else scores are broken down by, as `grade` or `skills`, with one value or
///   several
public record Placement(
        String group, String split, String l2, String l3, Map<String, List<String>> traits) {
    public Placement {
        var copy = new TreeMap<String, List<String>>();
        traits.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        traits = Collections.unmodifiableMap(copy);
    }

    /// Without traits.
    public Placement(String group, String split, String l2, String l3) {
        this(group, split, l2, l3, Map.of());
    }

    public Placement withSplit(String value) {
        return new Placement(group, value, l2, l3, traits);
    }

    /// A trait that has one value; empty if the question has it not.
    public String trait(String name) {
        List<String> values = traits.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
