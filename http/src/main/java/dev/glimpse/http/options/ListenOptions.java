package dev.glimpse.http.options;

import java.time.Duration;
import java.util.Optional;

/// Where a server listens.
///
/// @param host name or address of the interface to listen on
/// @param port 0 takes any free one
/// @param tls absent for plain HTTP
/// @param idleTimeout how long a connection may be silent while a request is sent, a reply is read
///   or nothing is asked; a request that waits for its answer is not silent
public record ListenOptions(String host, int port, Optional<TlsOptions> tls, Duration idleTimeout) {

    /// Plain HTTP at 127.0.0.1:8080.
    public static final ListenOptions DEFAULT =
            new ListenOptions("127.0.0.1", 8080, Optional.empty(), Duration.ofSeconds(30));

    private static final int MAX_PORT = 65_535;

    public ListenOptions {
        Allowed.require(!host.isBlank(), "host", "'" + host + "'", "a name or an address");
        Allowed.require(
                port >= 0 && port <= MAX_PORT, "port", port, "0 (any free one) to " + MAX_PORT);
        Allowed.require(idleTimeout.isPositive(), "idleTimeout", idleTimeout, "above zero");
    }

    /// What URLs of the server begin with.
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    public ListenOptions withHost(String value) {
        return new ListenOptions(value, port, tls, idleTimeout);
    }

    public ListenOptions withPort(int value) {
        return new ListenOptions(host, value, tls, idleTimeout);
    }

    public ListenOptions withTls(TlsOptions value) {
        return new ListenOptions(host, port, Optional.of(value), idleTimeout);
    }

    public ListenOptions withIdleTimeout(Duration value) {
        return new ListenOptions(host, port, tls, value);
    }
}
