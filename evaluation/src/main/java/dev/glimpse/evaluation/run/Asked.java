package dev.glimpse.evaluation.run;

/// An answer that was read, and what it took.
///
/// @param promptTokens 0 if not told
/// @param completionTokens 0 if not told
/// @param examplesDropped examples that the prompt had no room for
public record Asked(
        AnswerRow.Answered outcome, int promptTokens, int completionTokens, int examplesDropped) {

    /// With all examples that were asked for.
    public Asked(AnswerRow.Answered outcome, int promptTokens, int completionTokens) {
        this(outcome, promptTokens, completionTokens, 0);
    }

    Asked withExamplesDropped(int value) {
        return new Asked(outcome, promptTokens, completionTokens, value);
    }
}
