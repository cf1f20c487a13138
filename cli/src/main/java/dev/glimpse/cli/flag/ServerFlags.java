package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.options.ListenOptions;
import dev.glimpse.http.options.MetricsAccess;
import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.http.options.TlsOptions;
import dev.glimpse.runtime.ModelOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a server listens, what it accepts, and from whom.
public final class ServerFlags {
    private static final long MEBIBYTE = 1L << 20;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on; 0.0.0.0 is all of this machine's. Default: 127.0.0.1.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port; 0 takes any free one. Default: 8080.")
    private int port;

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description =
                    "Answer only requests with a key of FILE, which glimpse api-key makes."
                            + " Default: answer all.")
    private @Nullable Path apiKeys;

    @Option(
            names = "--cors-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description =
                    "Pages of which origins may read replies, as https://app.example, with commas"
                            + " between; * is all. Default: none.")
    private List<String> corsOrigins = List.of();

    @Option(
            names = "--metrics",
            paramLabel = "off|key|open",
            defaultValue = "key",
            description =
                    "Who may read /metrics: nobody, who may ask questions, or everybody. Default:"
                            + " key.")
    private MetricsAccess metrics = MetricsAccess.KEY;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description =
                    "Serve HTTPS with this certificate and those up to its authority, in PEM.")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, in PEM (PKCS#8).")
    private @Nullable Path tlsKey;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description = "Or both from a key store (PKCS#12, JKS).")
    private @Nullable Path tlsKeystore;

    @Option(
            names = "--tls-keystore-password",
            paramLabel = "FILE",
            description = "A file with the key store's password.")
    private @Nullable Path tlsKeystorePassword;

    @Option(
            names = "--max-body",
            paramLabel = "MIB",
            defaultValue = "64",
            description = "Size of a request at most. Default: 64.")
    private long maxBody;

    @Option(
            names = "--max-images",
            paramLabel = "N",
            defaultValue = "16",
            description = "Images a request may have. Default: 16.")
    private int maxImages;

    @Option(
            names = "--max-frames",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Frames that a request's videos may have together; of longer video files as"
                            + " many are seen. Default: 64.")
    private int maxFrames;

    @Option(
            names = "--receive-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a client may take to send a request. Default: 60.")
    private double receiveTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "How long a connection may be silent while a request is sent, a reply is read"
                            + " or nothing is asked. Default: 30.")
    private double idleTimeout;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long a request may take in all; it may ask for less by the header"
                            + " X-Request-Timeout. Default: 600.")
    private double deadline;

    @Option(
            names = "--shutdown-grace",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long SIGTERM and Ctrl-C let requests under way go on. Default: 20.")
    private double shutdownGrace;

    @Mixin private final ImageUrlFlags imageUrls = new ImageUrlFlags();

    /// What URLs of the server begin with.
    public String scheme() {
        return tls().isPresent() ? "https" : "http";
    }

    /// The address as it was given.
    public String host() {
        return host;
    }

    /// All of it, for [dev.glimpse.http.InferenceServer].
    ///
    /// @param samples a folder of samples for the page
    public ServerOptions options(Optional<Path> samples) {
        try {
            return new ServerOptions(
                    new ListenOptions(host, port, tls(), seconds("idle_timeout", idleTimeout)),
                    RequestLimits.DEFAULT
                            .withMaxBytes(bytes("max_body", maxBody))
                            .withMaxImages(maxImages)
                            .withReceiveTimeout(seconds("receive_timeout", receiveTimeout))
                            .withDeadline(seconds("deadline", deadline)),
                    new AccessOptions(Optional.ofNullable(apiKeys), corsOrigins, metrics),
                    imageUrls.options(),
                    seconds("shutdown_grace", shutdownGrace),
                    samples);
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    /// A model that takes as many frames as requests may have.
    public ModelOptions allowed(ModelOptions model) {
        try {
            return model.withVision(vision -> vision.withMaxFrames(maxFrames));
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }

    private Optional<TlsOptions> tls() {
        boolean pem = tlsCertificate != null || tlsKey != null;
        boolean store = tlsKeystore != null || tlsKeystorePassword != null;
        if (pem && store) {
            throw CommandException.badInput(
                    "there are both --tls-certificate and --tls-keystore; give one of them");
        }
        if (tlsCertificate != null && tlsKey != null) {
            return Optional.of(new TlsOptions.Pem(tlsCertificate, tlsKey));
        }
        if (tlsKeystore != null && tlsKeystorePassword != null) {
            return Optional.of(new TlsOptions.Store(tlsKeystore, tlsKeystorePassword));
        }
        if (pem || store) {
            throw CommandException.badInput(
                    "TLS needs two files: --tls-certificate and --tls-key, or --tls-keystore and"
                            + " --tls-keystore-password");
        }
        return Optional.empty();
    }

    static long bytes(String name, long mebibytes) {
        if (mebibytes < 1 || mebibytes > 1024) {
            throw new IllegalArgumentException(
                    name + " is " + mebibytes + "; allowed: 1 to 1024 MiB");
        }
        return mebibytes * MEBIBYTE;
    }

    static Duration seconds(String name, double value) {
        if (!(value >= 0 && value <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed: 0 to " + Integer.MAX_VALUE + " seconds");
        }
        return Duration.ofNanos((long) (value * 1e9));
    }
}
