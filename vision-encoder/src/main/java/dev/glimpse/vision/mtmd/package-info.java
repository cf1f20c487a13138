/// The vision encoder that libmtmd provides, for every model family that llama.cpp knows.
///
/// In: decoded images. Out: embeddings, copied to plain memory, and the model's markers. Memory:
/// the encoder owns libmtmd's context; nothing native leaves. Thread: one at a time, the runtime's
/// vision thread.
package dev.glimpse.vision.mtmd;
