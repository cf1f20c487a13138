package dev.glimpse.evaluation.run;

/// An answer that was read, and what it took.
///
/// @param promptTokens 0 if not told
/// @param completionTokens 0 if not told
public record Asked(AnswerRow.Answered outcome, int promptTokens, int completionTokens) {}
