/// `POST /v1/embeddings/image`: images in, what the decoder would read in their place out.
///
/// In, as JSON or as a form: `image` or `images`; `pooling` (`mean` over all rows unless said
/// otherwise, `none`: a row for each image token); `encoding_format` (`float` unless said
/// otherwise, `base64`: 32-bit floats, least byte first, row by row); `max_slice_nums`.
///
/// Out, as OpenAI's embeddings: `{"object": "list", "data": [{"object": "embedding", "index",
/// "embedding", "shape", "slices"}], "model", "usage": {"image_tokens"}, "timings_ms"}`. The reply
/// is written piece by piece, as the rows of several large images are many. A request is handled on
/// its virtual thread.
package dev.glimpse.http.embeddings;
