/// OpenAI's API, so that its clients work unchanged: here `GET /v1/models` and what
/// [dev.glimpse.http.openai.chat] and [dev.glimpse.http.openai.completion] share.
///
/// Both read `n` (1 to 16), the numbers of [dev.glimpse.runtime.sampling.SamplingOption], `seed`
/// (any whole number; drawn anew where it is missing), `stop`, `logit_bias`, `logprobs`, `stream`
/// and `stream_options.include_usage`. `temperature` is 0 where it is missing. Any `model` is
/// taken: there is one. Fields that are not known are ignored, and those that would change the
/// answer and cannot be obeyed are refused by name: see
/// [dev.glimpse.http.openai.UnsupportedFields]. Errors have OpenAI's form.
///
/// A request is handled on its virtual thread; the answers of `n` are made beside each other.
package dev.glimpse.http.openai;
