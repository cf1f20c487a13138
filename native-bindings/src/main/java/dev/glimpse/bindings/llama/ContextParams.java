package dev.glimpse.bindings.llama;

/// How a context is opened. Most limits are ggml's and llama.cpp's own, which they assert.
///
/// @param contextTokens cells in the KV cache, over all sequences; llama.cpp rounds them up to 256
/// @param batchTokens tokens a call of [LlamaContext#decode] may have
/// @param microBatchTokens tokens computed at once
/// @param sequences sequences there may be; ids are below it
/// @param threads threads for single tokens
/// @param batchThreads threads for batches
/// @param offload whether the KV cache and operations go to a GPU where there is one
public record ContextParams(
        int contextTokens,
        int batchTokens,
        int microBatchTokens,
        int sequences,
        int threads,
        int batchThreads,
        boolean offload) {

    /// Beyond any model. llama.cpp writes to some 50 bytes for each before it looks whether there
    /// is memory for the rest.
    private static final int MAX_CONTEXT = 1 << 24;

    /// llama.cpp's LLAMA_MAX_SEQ.
    private static final int MAX_SEQUENCES = 256;

    /// ggml's GGML_MAX_N_THREADS.
    public static final int MAX_THREADS = 512;

    public ContextParams {
        within("contextTokens", contextTokens, MAX_CONTEXT);
        positive("batchTokens", batchTokens);
        positive("microBatchTokens", microBatchTokens);
        within("sequences", sequences, MAX_SEQUENCES);
        within("threads", threads, MAX_THREADS);
        within("batchThreads", batchThreads, MAX_THREADS);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 1 or more");
        }
    }

    private static void within(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 1 to " + max);
        }
    }
}
