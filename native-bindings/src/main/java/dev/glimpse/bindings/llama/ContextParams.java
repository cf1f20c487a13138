package dev.glimpse.bindings.llama;

/// How a context is opened.
///
/// @param contextTokens positions in the KV cache, over all sequences
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

    public ContextParams {
        positive("contextTokens", contextTokens);
        positive("batchTokens", batchTokens);
        positive("microBatchTokens", microBatchTokens);
        positive("sequences", sequences);
        positive("threads", threads);
        positive("batchThreads", batchThreads);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: 1 or more");
        }
    }
}
