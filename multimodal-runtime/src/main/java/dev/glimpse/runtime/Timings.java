package dev.glimpse.runtime;

import java.time.Duration;

/// Where a generation's time went.
///
/// @param queue waiting for the model
/// @param decode image files to pixels
/// @param preprocess pixels to slices and patches
/// @param encode patches to image embeddings
/// @param prefill the prompt through the decoder
/// @param generate sampling and decoding the answer
public record Timings(
        Duration queue,
        Duration decode,
        Duration preprocess,
        Duration encode,
        Duration prefill,
        Duration generate) {}
