/// `POST /v1/completions`.
///
/// A `prompt` comes as text, as token numbers, or as a list of either, with `echo` and `logprobs`;
/// several prompts are answered one after the other. No chat template is applied.
package dev.glimpse.http.openai.completion;
