package dev.glimpse.http.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a server listens, what it accepts, and from whom.
///
/// @param listen where
/// @param limits on requests
/// @param access who may ask
/// @param imageUrls which images are fetched by their URLs; absent for none
/// @param shutdownGrace how long closing waits for requests under way
/// @param samples a folder with `images/` and `questions.tsv`, offered on the page
public record ServerOptions(
        ListenOptions listen,
        RequestLimits limits,
        AccessOptions access,
        Optional<ImageUrlOptions> imageUrls,
        Duration shutdownGrace,
        Optional<Path> samples) {

    /// 127.0.0.1:8080, the usual limits, for everybody, no samples.
    public static final ServerOptions DEFAULT =
            new ServerOptions(
                    ListenOptions.DEFAULT,
                    RequestLimits.DEFAULT,
                    AccessOptions.OPEN,
                    Optional.empty(),
                    Duration.ofSeconds(20),
                    Optional.empty());

    public ServerOptions {
        Allowed.require(
                !shutdownGrace.isNegative(), "shutdownGrace", shutdownGrace, "zero or more");
    }

    public ServerOptions withListen(ListenOptions value) {
        return new ServerOptions(value, limits, access, imageUrls, shutdownGrace, samples);
    }

    public ServerOptions withLimits(RequestLimits value) {
        return new ServerOptions(listen, value, access, imageUrls, shutdownGrace, samples);
    }

    public ServerOptions withAccess(AccessOptions value) {
        return new ServerOptions(listen, limits, value, imageUrls, shutdownGrace, samples);
    }

    public ServerOptions withImageUrls(ImageUrlOptions value) {
        return new ServerOptions(
                listen, limits, access, Optional.of(value), shutdownGrace, samples);
    }

    public ServerOptions withShutdownGrace(Duration value) {
        return new ServerOptions(listen, limits, access, imageUrls, value, samples);
    }

    public ServerOptions withSamples(Path value) {
        return new ServerOptions(
                listen, limits, access, imageUrls, shutdownGrace, Optional.of(value));
    }
}
