/// Messages and images to a [Prompt]: token ids and image embeddings in the order in which the
/// decoder reads them. Plain values, no native memory, the caller's thread.
package dev.glimpse.runtime.prompt;
