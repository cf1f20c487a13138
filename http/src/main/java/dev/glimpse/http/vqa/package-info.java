/// `POST /v1/vqa`: images and a question in, an answer out.
///
/// In, as `application/json` or as parts of `multipart/form-data`:
///
/// | field | JSON | form | default |
/// |---|---|---|---|
/// | `images` | array of base64 strings or data URIs; `image` for a single one | `image`, one file a part | needed, but for models that take text alone |
/// | `question` | string | UTF-8 text | needed |
/// | `max_tokens` | 1 or more | the same | 256 |
/// | numbers of sampling | the names and ranges of [dev.glimpse.runtime.sampling.SamplingOption] | the same | the likeliest token |
/// | `logit_bias` | `{"token or text": bias}` or pairs of them; -100 or `false` bans | the same JSON as text | none |
/// | `response_format` | see [dev.glimpse.http.fields.ResponseFormatField] | the same JSON as text | text |
/// | `enable_thinking` | true or false, for models that think aloud | the same | the model's |
/// | `ignore_eos` | true or false | the same | false |
/// | `dry_sequence_breakers` | array of strings | one a part | line end, colon, quote, asterisk |
/// | `stop` | string or array of strings | one a part | none |
/// | `stream` | true or false | the same | false; true if `Accept` has `text/event-stream` |
///
/// `null` in JSON counts as absent; a field of any other name is refused.
///
/// Out: `{"answer", "model", "finish_reason": "stop" or "length", "reasoning" if the model thought
/// aloud, "usage": {"prompt_tokens", "image_tokens", "completion_tokens"}, "timings_ms": {"queue",
/// "decode", "preprocess", "encode", "prefill", "generate"}}`. Streamed: events `reasoning` and
/// then `delta`, each with `{"text"}`, whose texts joined are what was thought and the answer, then
/// one `done` with all of the above, or one `error`. A request that fails before its first event
/// gets a status, as one that is not streamed; [dev.glimpse.http.fault.ErrorType] lists them.
///
/// [dev.glimpse.http.vqa.VqaEndpoint] handles a request on its virtual thread; the others are
/// values.
package dev.glimpse.http.vqa;
