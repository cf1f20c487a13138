package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.scoring.Accuracy;

/// An accuracy over some of the questions.
///
/// @param name such as `circular` or `vanilla_0`
/// @param scope which questions
/// @param accuracy how many were right
/// @param interval 95%; Wilson's where the units are independent, else a bootstrap over groups
public record Measure(String name, Scope scope, Accuracy accuracy, Accuracy.Interval interval) {

    /// How coarse a breakdown is.
    public enum Level {
        OVERALL,
        L2,
        L3,
        /// By a trait of the questions, as their grade or whether they have an image.
        TRAIT
    }

    /// Which questions.
    ///
    /// @param split empty if the data has none
    /// @param level over which categories
    /// @param category which of them; empty at [Level#OVERALL]
    public record Scope(String split, Level level, String category) {

        /// The category as published tables abbreviate it.
        public String label() {
            return level == Level.OVERALL ? "Overall" : Abbreviations.of(category);
        }
    }
}
