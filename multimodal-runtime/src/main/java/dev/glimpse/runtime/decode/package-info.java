/// Prompts to answers: [DecodeThread] owns the context and works off [DecodeJob]s.
///
/// In: prompts of tokens and image embeddings. Out: events, in each job's own queue. Memory: the
/// decoder owns the context and its batches, allocated once. Thread: everything native happens on
/// the one decode thread; files of saved prefixes have threads of their own.
///
/// **Reading order.**
///
/// - A job: `DecodeJob`, its prompt as `PromptRows` (each a `RowKey`, which has a `Place`), what
///   its answer must be like (`AnswerRules`), what it tells (`DecodeEvent`).
/// - The loop: `DecodeThread` lets jobs begin, `Batcher` computes a step: `BatchPlanner` decides
///   which rows, with as many of prompts as `PrefillPace` allows; each `Running` job reads its
///   logits into an `Answer` or into scores.
/// - Who may begin, and with what: `Slots`, `Room` in the KV cache (`CachedRows` counts its cells),
///   `Beginnings` that are there already. How much two may share is `Sharing`; where a state that
///   cannot be cut back is copied, `Points`.
/// - What stays: `Prefixes` in the KV cache, `SavedPrefixes` on the heap, `PrefixFolder` on disk
///   (`PrefixFile`, `StoredPrefixes`); `RowNumbers` say what serves what.
package dev.glimpse.runtime.decode;
