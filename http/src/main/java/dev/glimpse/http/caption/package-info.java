/// `POST /v1/caption`: an image in, a caption out.
///
/// In, as JSON or as a form: `image`; `style` (`short` unless said otherwise, `detailed`, `tags`,
/// `alt-text`: [dev.glimpse.runtime.caption.CaptionStyle]); `language`, a BCP 47 tag or an English
/// name, for models that know it; how the caption is made, what the model sees and `stream`, as for
/// `POST /v1/vqa`.
///
/// Out: `{"caption", "style", "model", "tags" of that style, "finish_reason", "reasoning", "usage",
/// "timings_ms"}`, or events as those of `POST /v1/vqa`. A request is handled on its virtual
/// thread.
package dev.glimpse.http.caption;
