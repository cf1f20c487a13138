/// Prompts to answers: [DecodeThread] owns the context and works off [DecodeJob]s.
///
/// In: prompts of tokens and image embeddings. Out: events, in each job's own queue. Memory: the
/// decoder owns the context and its batches, allocated once. Thread: everything native happens on
/// the one decode thread.
package dev.glimpse.runtime.decode;
