/// Image encoding beside decoding: [ImageEncoder] has each image encoded once, on a thread of its
/// own. In: decoded images. Out: embeddings, plain values. Memory: the encoder's weights, and the
/// embeddings that are kept.
package dev.glimpse.runtime.encode;
