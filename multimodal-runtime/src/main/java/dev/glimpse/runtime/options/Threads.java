package dev.glimpse.runtime.options;

import dev.glimpse.bindings.llama.ContextParams;

/// How many threads compute on the processor. Where decoding and encoding together have no more
/// threads than there are processors, they compute beside each other; else they take turns.
///
/// @param decoding of the decoder; 0 takes the processors there are, for small models 1
/// @param encoding of the vision encoder; 0 takes as many as decode
public record Threads(int decoding, int encoding) {
    /// By the machine and the model.
    public static final Threads AUTOMATIC = new Threads(0, 0);

    public Threads {
        require("threads", decoding);
        require("visionThreads", encoding);
    }

    private static void require(String name, int found) {
        if (found < 0 || found > ContextParams.MAX_THREADS) {
            throw new IllegalArgumentException(
                    name
                            + " is "
                            + found
                            + "; allowed: 0 (automatic) to "
                            + ContextParams.MAX_THREADS);
        }
    }
}
