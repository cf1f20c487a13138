/// The HTTP service: [dev.glimpse.http.InferenceServer] starts and stops it.
///
/// In: an open model and [dev.glimpse.http.options.ServerOptions]. Out: a listening server with
/// `POST /v1/vqa`, `/v1/caption` and `/v1/embeddings/image`, OpenAI's `POST /v1/chat/completions`
/// and `GET /v1/models`, `GET /healthz`, `GET /v1/samples`, `GET /openapi.json` with a viewer at
/// `/docs`, and a page at `/`. The model stays the caller's.
///
/// Jetty's platform threads accept connections and select; each request runs on a virtual thread of
/// its own, which reads the body, waits for the model and writes. Packages, each standing on those
/// before it: `options`, `fault` (errors), `wire` (HTTP itself), `listen` (sockets), `fetch`
/// (images by URL), `access` (who may ask), `metrics`, `body` (fields and how they are written),
/// `fields` (those that requests have in common), `api` (the document), `generate` (answers under
/// way), `vqa`, `caption`, `embeddings`, `openai`, `ops` and `page` (endpoints).
package dev.glimpse.http;
