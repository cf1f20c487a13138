package dev.glimpse.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where a server listens and what it accepts.
///
/// @param host name or address of the interface to listen on
/// @param port 0 takes any free one
/// @param maxRequestBytes size of a request's body
/// @param maxImages images a request may have; the model has a limit of its own
/// @param maxQuestionChars length of a question, or of a conversation's texts together, in UTF-16
///   units
/// @param receiveTimeout how long a client may take to send a request's body
/// @param idleTimeout how long a connection may be silent while a request is sent, a reply is read
///   or nothing is asked; a request that waits for its answer is not silent
/// @param shutdownGrace how long [InferenceServer#close()] waits for running requests
/// @param samples a folder with `images/` and `questions.tsv`, offered on the page
public record ServerOptions(
        String host,
        int port,
        long maxRequestBytes,
        int maxImages,
        int maxQuestionChars,
        Duration receiveTimeout,
        Duration idleTimeout,
        Duration shutdownGrace,
        Optional<Path> samples) {

    /// 127.0.0.1:8080, 64 MiB and 16 images a request, no samples.
    public static final ServerOptions DEFAULT =
            new ServerOptions(
                    "127.0.0.1",
                    8080,
                    64L << 20,
                    16,
                    65_536,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Optional.empty());

    private static final int MAX_PORT = 65_535;
    private static final long MAX_BODY = 1L << 30;

    public ServerOptions {
        require(!host.isBlank(), "host", "'" + host + "'", "a name or an address");
        require(port >= 0 && port <= MAX_PORT, "port", port, "0 (any free one) to " + MAX_PORT);
        require(
                maxRequestBytes >= 1 && maxRequestBytes <= MAX_BODY,
                "maxRequestBytes",
                maxRequestBytes,
                "1 to " + MAX_BODY);
        require(maxImages >= 1, "maxImages", maxImages, "1 or more");
        require(maxQuestionChars >= 1, "maxQuestionChars", maxQuestionChars, "1 or more");
        require(receiveTimeout.isPositive(), "receiveTimeout", receiveTimeout, "above zero");
        require(idleTimeout.isPositive(), "idleTimeout", idleTimeout, "above zero");
        require(!shutdownGrace.isNegative(), "shutdownGrace", shutdownGrace, "zero or more");
    }

    public ServerOptions withHost(String value) {
        return new ServerOptions(
                value,
                port,
                maxRequestBytes,
                maxImages,
                maxQuestionChars,
                receiveTimeout,
                idleTimeout,
                shutdownGrace,
                samples);
    }

    public ServerOptions withPort(int value) {
        return new ServerOptions(
                host,
                value,
                maxRequestBytes,
                maxImages,
                maxQuestionChars,
                receiveTimeout,
                idleTimeout,
                shutdownGrace,
                samples);
    }

    public ServerOptions withMaxRequestBytes(long value) {
        return new ServerOptions(
                host,
                port,
                value,
                maxImages,
                maxQuestionChars,
                receiveTimeout,
                idleTimeout,
                shutdownGrace,
                samples);
    }

    public ServerOptions withMaxImages(int value) {
        return new ServerOptions(
                host,
                port,
                maxRequestBytes,
                value,
                maxQuestionChars,
                receiveTimeout,
                idleTimeout,
                shutdownGrace,
                samples);
    }

    public ServerOptions withMaxQuestionChars(int value) {
        return new ServerOptions(
                host,
                port,
                maxRequestBytes,
                maxImages,
                value,
                receiveTimeout,
                idleTimeout,
                shutdownGrace,
                samples);
    }

    public ServerOptions withReceiveTimeout(Duration value) {
        return new ServerOptions(
                host,
                port,
                maxRequestBytes,
                maxImages,
                maxQuestionChars,
                value,
                idleTimeout,
                shutdownGrace,
                samples);
    }

    public ServerOptions withIdleTimeout(Duration value) {
        return new ServerOptions(
                host,
                port,
                maxRequestBytes,
                maxImages,
                maxQuestionChars,
                receiveTimeout,
                value,
                shutdownGrace,
                samples);
    }

    public ServerOptions withShutdownGrace(Duration value) {
        return new ServerOptions(
                host,
                port,
                maxRequestBytes,
                maxImages,
                maxQuestionChars,
                receiveTimeout,
                idleTimeout,
                value,
                samples);
    }

    public ServerOptions withSamples(Path value) {
        return new ServerOptions(
                host,
                port,
                maxRequestBytes,
                maxImages,
                maxQuestionChars,
                receiveTimeout,
                idleTimeout,
                shutdownGrace,
                Optional.of(value));
    }

    private static void require(boolean holds, String name, Object found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: " + allowed);
        }
    }
}
