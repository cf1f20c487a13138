package dev.glimpse.evaluation.dataset;

/// How rows become questions.
///
/// @param grouping what belongs together
/// @param absent which options are none
/// @param images whether images are looked for; without them nothing can be asked, only scored
public record QuestionRules(Grouping grouping, AbsentText absent, boolean images) {
    /// Each row for itself, texts as they are.
    public static final QuestionRules PLAIN = new QuestionRules(Grouping.NONE, AbsentText.RAW);

    /// With images.
    public QuestionRules(Grouping grouping, AbsentText absent) {
        this(grouping, absent, true);
    }

    public QuestionRules withoutImages() {
        return new QuestionRules(grouping, absent, false);
    }
}
