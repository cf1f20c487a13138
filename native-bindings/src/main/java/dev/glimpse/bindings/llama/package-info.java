/// Owners over libllama: a decoder's weights, its context with the KV cache, batches, samplers.
///
/// In: GGUF files that were checked, tokens and embeddings. Out: logits and tokens. [LlamaModel]
/// and [Vocabulary] are thread-safe; everything else is confined to the decode thread. Children
/// hold leases on their model, so the model cannot be closed under them.
package dev.glimpse.bindings.llama;
