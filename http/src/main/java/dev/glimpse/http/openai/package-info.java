/// OpenAI's API, so that its clients work unchanged: `POST /v1/chat/completions`, `POST
/// /v1/completions` and `GET /v1/models`.
///
/// A conversation comes as `messages`: roles `system` (also `developer`), `user` and `assistant`;
/// content a string or a list of `text` and `image_url` parts in any order, an image's `url` a data
/// URI. Read besides: `n` (1 to 16), `max_tokens` or `max_completion_tokens` (what does not fit the
/// context is cut), the numbers of [dev.glimpse.runtime.sampling.SamplingOption], `seed` (any whole
/// number; drawn anew where it is missing), `stop`, `logit_bias`, `logprobs` and `top_logprobs`,
/// `response_format`, `stream` and `stream_options.include_usage`,
/// `chat_template_kwargs.enable_thinking`, `max_slice_nums` and `use_image_id` for all images or
/// within one's `image_url`. `temperature` is 0 where it is missing. Any `model` is taken: there is
/// one.
///
/// Fields that are not known are ignored, and those that would change the answer and cannot be
/// obeyed are refused by name: see [dev.glimpse.http.openai.UnsupportedFields]. Thoughts are apart
/// from the answer, as `reasoning_content`. Errors have OpenAI's form.
///
/// Completions take a `prompt` as text, as token numbers, or as a list of either, with `echo` and
/// `logprobs`; several prompts are answered one after the other.
///
/// A request is handled on its virtual thread; the answers of `n` are made beside each other.
package dev.glimpse.http.openai;
