/// Answers under way.
///
/// In: a generation request and the connection that waits for it. Out: events and a result, on the
/// request's virtual thread, which only waits; the model computes on threads of its own.
package dev.glimpse.http.generate;
