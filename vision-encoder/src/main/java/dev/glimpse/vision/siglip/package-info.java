/// The vision encoder of the MiniCPM-V line, drawn as a ggml graph: a SigLIP ViT, then either a
/// resampler (2.0 to 4.5) or mergers (4.6, 4.7).
///
/// Read in this order: [SiglipConfig] is the shape of a model and [SiglipWeights] its weights, in
/// the same shape; [EncoderGraph] strings [PatchEmbedding], [EncoderBlock], [SelfAttention],
/// [FeedForward], [Resampler], [WindowMerger] and [FinalMerger] together; [SiglipEncoder] runs it
/// for many slices at once; [SiglipVisionEncoder] goes from images to prompt parts.
///
/// In: pixels of slices. Out: embeddings, copied to plain memory. Memory: [SiglipEncoder] owns
/// weights and scratch; no tensor leaves. Thread: one at a time, the runtime's vision thread.
///
/// Comments give shapes in ggml's order, the contiguous extent first.
package dev.glimpse.vision.siglip;
