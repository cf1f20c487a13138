/// The HTTP service: [dev.glimpse.http.InferenceServer] starts and stops it.
///
/// In: an open model and [dev.glimpse.http.options.ServerOptions]. Out: a listening server with
/// `POST /v1/vqa`, `/v1/caption`, `/v1/embeddings/image` and `/v1/images/view`, OpenAI's `POST
/// /v1/chat/completions`, `POST /v1/completions` and `GET /v1/models`, `GET /healthz`, `/readyz`,
/// `/metrics` and `/v1/samples`, `GET /openapi.json` with a viewer at `/docs`, and a page at `/`.
/// The model stays the caller's. `ServiceRoutes` has what is answered at which path, `WebSettings`
/// how Javalin and Jetty are set up.
///
/// Jetty's platform threads accept connections and select; each request runs on a virtual thread of
/// its own, which reads the body, waits for the model and writes. Packages, from those that stand
/// alone to those that stand on others: `options`, `fault` (errors), `wire` (HTTP itself), `listen`
/// (sockets), `fetch` (images by URL), `access` (who may ask), `metrics`, `tracing` (spans), `body`
/// (fields and how they are written), `fields` and `video` (those that requests have in common),
/// `api` (the document), `generate` (answers under way), `vqa`, `caption`, `embeddings`, `view`,
/// `openai`, `ops` and `page` (endpoints).
package dev.glimpse.http;
