package dev.glimpse.evaluation.answer;

/// What came back.
///
/// @param text as the model gave it
/// @param reasoning what it thought aloud, where that comes apart from the text; else empty
/// @param finish why it ended, as `stop` or `length`
/// @param promptTokens 0 if not told
/// @param completionTokens 0 if not told
public record Reply(
        String text, String reasoning, String finish, int promptTokens, int completionTokens) {}
