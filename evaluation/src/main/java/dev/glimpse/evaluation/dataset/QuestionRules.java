package dev.glimpse.evaluation.dataset;

/// How rows become questions.
///
/// @param grouping what belongs together
/// @param absent which options are none
/// @param images whether images are looked for; without them nothing can be asked, only scored, and
///   questions may be blank
/// @param answers what the right answer may be
public record QuestionRules(Grouping grouping, AbsentText absent, boolean images, Answers answers) {
    /// Each row for itself, texts as they are.
    public static final QuestionRules PLAIN = new QuestionRules(Grouping.NONE, AbsentText.RAW);

    /// What the right answer may be.
    public enum Answers {
        /// One letter or text; beside a list of choices a choice's text before its number.
        ONE,
        /// One letter, or the number of a choice from 0 before a choice's text: choices may be
        /// numbers.
        NUMBER,
        /// A text or a list of them, any of which will do; the question may be blank where the
        /// prompt has its own, as for captions.
        SEVERAL,
        /// What a baseline answered (AlpacaEval's `output`, or `output_1` beside the model's).
        BASELINE
    }

    /// With images and one right answer.
    public QuestionRules(Grouping grouping, AbsentText absent) {
        this(grouping, absent, true, Answers.ONE);
    }

    public QuestionRules withoutImages() {
        return new QuestionRules(grouping, absent, false, answers);
    }

    public QuestionRules withAnswers(Answers value) {
        return new QuestionRules(grouping, absent, images, value);
    }
}
