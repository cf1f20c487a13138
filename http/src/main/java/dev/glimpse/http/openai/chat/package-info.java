/// `POST /v1/chat/completions`.
///
/// A conversation comes as `messages`: roles `system` (also `developer`), `user` and `assistant`;
/// content a string or a list of `text`, `image_url` and `video_url` parts in any order, a `url` a
/// data URI or, where the server fetches such, a URL. Read besides what [dev.glimpse.http.openai]
/// says: `max_tokens` or `max_completion_tokens` (what does not fit the context is cut),
/// `top_logprobs`, `response_format`, `chat_template_kwargs.enable_thinking`, `max_slice_nums` and
/// `use_image_id` for all images or within one's `image_url`. Thoughts are apart from the answer,
/// as `reasoning_content`.
package dev.glimpse.http.openai.chat;
