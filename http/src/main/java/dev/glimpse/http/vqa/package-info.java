/// `POST /v1/vqa`: images and a question in, an answer out.
///
/// In, as `application/json` or as parts of `multipart/form-data`: images
/// ([dev.glimpse.http.fields.ImageFields]), videos behind them
/// ([dev.glimpse.http.video.VideoFields]), one `question` or several `questions`, `choices`
/// ([dev.glimpse.http.vqa.QuestionFields]), how answers are made
/// ([dev.glimpse.http.fields.GenerationFields]), what the model sees
/// ([dev.glimpse.http.fields.ImageOptionFields]), and `stream`, also by `Accept`. `null` in JSON
/// counts as absent; a field of any other name is refused.
///
/// Out: `{"answer", "model", "finish_reason": "stop" or "length", "reasoning" if the model thought
/// aloud, "usage", "timings_ms"}`; with choices `{"answer": the likeliest, "model", "choices"}`; of
/// several questions `{"answers": [{"index", "question", ...}], "model"}`. Streamed: events
/// `reasoning` and then `delta`, each with `{"text"}`, whose texts joined are what was thought and
/// the answer, then one `done` with all of the above, or one `error`. Of several questions each
/// event has the `index` of its question, and an event `answer` follows the deltas of each. A
/// request that fails before its first event gets a status, as one that is not streamed;
/// [dev.glimpse.http.fault.ErrorType] lists them.
///
/// Questions are asked one after the other, each alone: what they have in common is in the KV cache
/// then. Each waits for its turn as a request of its own does.
///
/// [dev.glimpse.http.vqa.VqaEndpoint] handles a request on its virtual thread; the others are
/// values.
package dev.glimpse.http.vqa;
