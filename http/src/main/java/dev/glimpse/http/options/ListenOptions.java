package dev.glimpse.http.options;

import java.time.Duration;

/// Where a server listens.
///
/// @param host name or address of the interface to listen on
/// @param port 0 takes any free one
/// @param idleTimeout how long a connection may be silent while a request is sent, a reply is read
///   or nothing is asked; a request that waits for its answer is not silent
public record ListenOptions(String host, int port, Duration idleTimeout) {

    /// 127.0.0.1:8080.
    public static final ListenOptions DEFAULT =
            new ListenOptions("127.0.0.1", 8080, Duration.ofSeconds(30));

    private static final int MAX_PORT = 65_535;

    public ListenOptions {
        Allowed.require(!host.isBlank(), "host", "'" + host + "'", "a name or an address");
        Allowed.require(
                port >= 0 && port <= MAX_PORT, "port", port, "0 (any free one) to " + MAX_PORT);
        Allowed.require(idleTimeout.isPositive(), "idleTimeout", idleTimeout, "above zero");
    }

    public ListenOptions withHost(String value) {
        return new ListenOptions(value, port, idleTimeout);
    }

    public ListenOptions withPort(int value) {
        return new ListenOptions(host, value, idleTimeout);
    }

    public ListenOptions withIdleTimeout(Duration value) {
        return new ListenOptions(host, port, value);
    }
}
