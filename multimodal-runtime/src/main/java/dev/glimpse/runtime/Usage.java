package dev.glimpse.runtime;

/// What a generation took, in tokens.
///
/// @param promptTokens positions the prompt takes, `imageTokens` among them
/// @param imageTokens rows of image embeddings in the prompt
/// @param completionTokens tokens sampled, the end-of-turn token not counted
public record Usage(int promptTokens, int imageTokens, int completionTokens) {}
