/// What the server has done, counted for Prometheus.
///
/// In: each request and each answer as it ends, and the model's own statistics whenever they are
/// asked for. Out: text in Prometheus' exposition format. Thread-safe; nothing waits.
package dev.glimpse.http.metrics;
