package dev.glimpse.runtime.memory;

/// What a model takes of a device's memory, in bytes. Weights and cache are exact; scratch is what
/// is computed between them, estimated from above.
///
/// @param weights the decoder's, and its adapters'
/// @param kvCache keys and values of the whole context
/// @param state recurrent state of all sequences
/// @param scratch what a batch is computed in, and its logits
/// @param vision the vision encoder's weights and scratch
public record MemoryUse(long weights, long kvCache, long state, long scratch, long vision) {
    static final MemoryUse NONE = new MemoryUse(0, 0, 0, 0, 0);

    public long total() {
        return weights + kvCache + state + scratch + vision;
    }

    MemoryUse plus(MemoryUse other) {
        return new MemoryUse(
                weights + other.weights,
                kvCache + other.kvCache,
                state + other.state,
                scratch + other.scratch,
                vision + other.vision);
    }
}
