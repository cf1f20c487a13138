/// Who may ask, and how much: API keys and their limits.
///
/// In: a file of hashed keys, read once, and each request's head. Out: nothing, or a
/// [dev.glimpse.http.fault.RequestException] before the body is read. All of it is thread-safe;
/// [dev.glimpse.http.access.KeyCheck] runs on the request's virtual thread and never waits.
package dev.glimpse.http.access;
