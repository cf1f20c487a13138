/// `POST /v1/images/view`: an image in, out what the model would see of it.
///
/// In, as JSON or as a form: `image` and `max_slice_nums`. Out: `{"width", "height", "overview":
/// {"width", "height"}, "grid": {"columns", "rows"} or null, "tokens"}`. Nothing is encoded. A
/// request is handled on its virtual thread.
package dev.glimpse.http.view;
