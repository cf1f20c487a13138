package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.runtime.PromptToken;
import java.util.List;
import java.util.Optional;

/// What the first of several answers to one prompt leaves for the others: where the prompt ends in
/// the KV cache they fork it, and begin with what was computed there. Confined to the decode
/// thread.
final class SharedPrompt {
    private Optional<Ended> ended = Optional.empty();

    /// @param logits of the prompt's last row, a copy
    /// @param tokens the prompt's, if they were scored
    record Ended(Logits logits, List<PromptToken> tokens) {}

    /// Says that the prompt is computed.
    void end(Logits logits, List<PromptToken> tokens) {
        ended = Optional.of(new Ended(Logits.of(logits.toArray()), List.copyOf(tokens)));
    }

    /// What there is, once the prompt is computed.
    Optional<Ended> ended() {
        return ended;
    }
}
