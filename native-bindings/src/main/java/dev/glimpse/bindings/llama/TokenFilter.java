package dev.glimpse.bindings.llama;

import java.util.BitSet;

/// Which tokens may come next, by a rule that knows what came before. Confined to the thread of its
/// [SamplerChain].
public interface TokenFilter {

    /// Whether a token may come next. Asked first, of the token that was sampled, since models
    /// mostly say what is allowed; only when it is refused comes [#allowed()].
    boolean allows(int token);

    /// All tokens that may come next, at least one.
    ///
    /// @throws RuntimeException if none may; it comes out of [SamplerChain#sample]
    BitSet allowed();

    /// The token that came next: one that is allowed.
    void accept(int token);
}
