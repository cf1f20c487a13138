package dev.glimpse.runtime;

import java.util.Optional;

/// A text token of a prompt.
///
/// @param score how likely it was after what stands before it, images among that; nothing for the
///   first one, before which nothing stands
public record PromptToken(Token token, Optional<ScoredToken> score) {}
