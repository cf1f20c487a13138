/// Spans of OpenTelemetry: one for each request, within it one for each use of the model, and
/// within that one for each stage whose time is known.
///
/// In: an `OpenTelemetry`, which the standard Java agent sets up, or whoever starts the server in
/// its own process; without one, nothing is recorded, and ids of callers' traces still reach the
/// log. Out: spans, with the names of the semantic conventions. Never a question, an answer, or a
/// URL. Thread-safe; nothing waits.
package dev.glimpse.http.tracing;
