package dev.glimpse.http.fetch;

import dev.glimpse.http.fault.RequestException;

/// Has files by their URLs.
@FunctionalInterface
public interface UrlSource {
    /// Fetches a file; blocks until it is there.
    ///
    /// @param param where the URL stands, for messages: `images[1]`
    /// @throws RequestException if it may not or cannot be fetched
    byte[] fetch(String param, String url);
}
