/// `POST /v1/vqa`: images and a question in, an answer out.
///
/// In: JSON or a multipart form, of the same fields. Out: JSON, or server-sent events `delta`,
/// `done` and `error`. [dev.glimpse.http.vqa.VqaEndpoint] handles a request on its virtual thread;
/// the others are values.
package dev.glimpse.http.vqa;
