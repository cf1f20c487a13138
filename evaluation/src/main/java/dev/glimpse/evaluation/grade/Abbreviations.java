package dev.glimpse.evaluation.grade;

import java.util.Map;

/// The short names of MMBench's six coarser categories.
final class Abbreviations {
    private static final Map<String, String> SHORT =
            Map.of(
                    "coarse_perception", "CP",
                    "finegrained_perception (instance-level)", "FP-S",
                    "finegrained_perception (cross-instance)", "FP-C",
                    "logic_reasoning", "LR",
                    "relation_reasoning", "RR",
                    "attribute_reasoning", "AR");

    private Abbreviations() {}

    /// The short name, or the name itself.
    static String of(String category) {
        return SHORT.getOrDefault(category, category);
    }
}
