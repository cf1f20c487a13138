package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.gguf.GgufFile;
import java.util.Set;

/// The decoders that read a token's embedding, in a batch of embeddings, as they read the token.
///
/// llama.cpp v0.5.0 draws one graph for both kinds of batch, which differs in the first step alone
/// (`build_inp_embd` in `src/llama-graph.cpp`): rows of `token_embd`, or the rows that are given.
/// What comes after is the same for both here:
///
/// - `llama`, `qwen2`, `qwen3`, `qwen2vl`, `qwen35`: nothing, the rows as they are;
/// - `minicpm`, `granite`: `f_embedding_scale` over both;
/// - `minicpm3`: its constant 12 over both.
///
/// Not the same: `gemma3` and its kin scale tokens alone, and their images' rows see each other;
/// `gemma3n`, `gemma4` and `qwen4exp` look further embeddings up by token; `granite` with deepstack
/// scales tokens alone; `deepseek4` and `granite-switch` want tokens. Whatever is not in the list
/// was not compared. `FusedLogitsTest` compares each one.
final class FusedArchitectures {
    private static final Set<String> COMPARED =
            Set.of(
                    "granite",
                    "llama",
                    "minicpm",
                    "minicpm3",
                    "qwen2",
                    "qwen2vl",
                    "qwen3",
                    "qwen35");

    private FusedArchitectures() {}

    /// Whether a model is of one of them.
    static boolean contains(GgufFile model) {
        String architecture = model.text("general.architecture").orElse("");
        return COMPARED.contains(architecture) && !model.has(architecture + ".deepstack_mapping");
    }
}
