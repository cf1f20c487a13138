package dev.glimpse.evaluation.question;

/// What a question says.
///
/// @param question the question proper
/// @param hint context that comes before it; empty for none
/// @param options what may be answered; none for open questions
public record Wording(String question, String hint, Options options) {}
