/// What answers questions: a model in this process, or an endpoint that speaks OpenAI's chat
/// completions.
///
/// In: a user's turn. Out: the reply's text with its tokens. Blocks the caller's thread, which may
/// be virtual; thread-safe.
package dev.glimpse.evaluation.answer;
