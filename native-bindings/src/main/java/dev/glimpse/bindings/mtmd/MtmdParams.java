package dev.glimpse.bindings.mtmd;

/// How a vision encoder is loaded.
///
/// @param threads threads that compute
/// @param gpu whether a GPU is used where there is one
/// @param flashAttention whether attention is fused: quicker on GPUs, on CPUs several times slower
///   at SigLIP's head size of 72
public record MtmdParams(int threads, boolean gpu, boolean flashAttention) {
    /// ggml's GGML_MAX_N_THREADS.
    private static final int MAX_THREADS = 512;

    public MtmdParams {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "threads is " + threads + "; allowed: 1 to " + MAX_THREADS);
        }
    }
}
