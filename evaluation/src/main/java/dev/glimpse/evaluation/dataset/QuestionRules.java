package dev.glimpse.evaluation.dataset;

/// How rows become questions.
///
/// @param grouping what belongs together
/// @param absent which options are none
public record QuestionRules(Grouping grouping, AbsentText absent) {
    /// Each row for itself, texts as they are.
    public static final QuestionRules PLAIN = new QuestionRules(Grouping.NONE, AbsentText.RAW);
}
