package dev.glimpse.bindings.llama;

/// What came of [LlamaContext#decode].
public enum DecodeStatus {
    /// The batch is in the KV cache, its logits are ready.
    DONE,
    /// The KV cache has no room for the batch; nothing changed.
    NO_ROOM,
    /// [LlamaContext#abort()] was called; part of the batch may be in the cache.
    ABORTED
}
