package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.runtime.Concurrency;

/// What of a sequence others may begin with.
enum Sharing {
    /// Nothing.
    NONE,
    /// Any of its first rows.
    ROWS,
    /// All of it or nothing: recurrent state is copied where it stands, and cannot be cut back. So
    /// sequences are copied at points of a prompt where others may want to begin; see [Points].
    WHOLE;

    static Sharing of(LlamaModel model, Concurrency concurrency) {
        if (concurrency.cachedPrefixes() == 0) {
            return NONE;
        }
        if (model.remembersRows()) {
            return ROWS;
        }
        return model.copiesWhole() ? WHOLE : NONE;
    }
}
