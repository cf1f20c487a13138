package dev.glimpse.http;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.http.access.ApiKeyFile;
import dev.glimpse.http.access.KeyCheck;
import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.openai.ChatEndpoint;
import dev.glimpse.http.openai.ModelsEndpoint;
import dev.glimpse.http.ops.HealthEndpoint;
import dev.glimpse.http.options.ListenOptions;
import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.http.page.PageAssets;
import dev.glimpse.http.page.SampleGallery;
import dev.glimpse.http.vqa.VqaEndpoint;
import dev.glimpse.http.wire.AccessLog;
import dev.glimpse.http.wire.BodyBudget;
import dev.glimpse.http.wire.Failures;
import dev.glimpse.http.wire.JettyErrors;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.http.wire.ResponseHeaders;
import dev.glimpse.runtime.VisionLanguageModel;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model's HTTP service.
///
/// Thread-safe. Close it before the model: `close` refuses new requests, waits for those under way
/// up to [ServerOptions#shutdownGrace()], cancels what is left and ends.
public final class InferenceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceServer.class);
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_PLATFORM_THREADS = 16;
    private static final int MIN_PLATFORM_THREADS = 4;

    private final Javalin javalin;
    private final ServerConnector connector;
    private final GracefulHandler graceful;
    private final Generations generations;
    private final ServerOptions options;
    private final AtomicBoolean closed = new AtomicBoolean();

    private InferenceServer(
            Javalin javalin,
            GracefulHandler graceful,
            Generations generations,
            ServerOptions options) {
        this.javalin = javalin;
        this.connector = (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
        this.graceful = graceful;
        this.generations = generations;
        this.options = options;
    }

    /// Starts to listen.
    ///
    /// @param model stays the caller's, who closes it after the server
    /// @throws ServerStartException if the address is taken or not this machine's, or the samples
    ///   cannot be read
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller gets it
    public static InferenceServer start(VisionLanguageModel model, ServerOptions options) {
        var generations = new Generations(model);
        var health = new HealthEndpoint(model.info(), model::imageCache, generations);
        SampleGallery samples =
                options.samples().map(SampleGallery::open).orElseGet(SampleGallery::empty);
        String modelId = model.info().id();
        var limits =
                new ContentLimits(
                        model.info().vision() ? options.limits().maxImages() : 0,
                        options.limits().maxTextChars());
        var bodies = bodies(options.limits());
        Optional<KeyCheck> keyCheck =
                options.access().apiKeys().map(ApiKeyFile::read).map(KeyCheck::new);
        var vqa = new VqaEndpoint(modelId, generations, limits, bodies);
        var chat = new ChatEndpoint(modelId, generations, limits, bodies);
        var models = new ModelsEndpoint(model.info());
        var graceful = new GracefulHandler();
        Javalin javalin =
                Javalin.create(config -> {
                    configure(config, options, graceful);
                    keyCheck.ifPresent(config.routes::beforeMatched);
                    config.routes.post("/v1/vqa", vqa);
                    config.routes.post("/v1/chat/completions", chat);
                    config.routes.get("/v1/models", models::list);
                    config.routes.get("/v1/models/{model}", models::one);
                    config.routes.get("/healthz", health);
                    config.routes.get("/v1/samples", samples::list);
                    config.routes.get("/v1/samples/{name}", samples::image);
                    PageAssets.load().addTo(config.routes);
                });
        listen(javalin, options.listen());
        var server = new InferenceServer(javalin, graceful, generations, options);
        LOG.info("listening on http://{}:{}", options.listen().host(), server.port());
        return server;
    }

    /// The port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Ends the service; blocks until it has. Idempotent.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        connector.close(); // no new connections; on old ones new requests get 503
        CompletableFuture<Void> answered = graceful.shutdown();
        if (!ends(answered, options.shutdownGrace())) {
            LOG.warn("cancelling the requests under way after {}", options.shutdownGrace());
            generations.cancelAll();
            if (!ends(answered, CANCEL_TIMEOUT)) {
                LOG.warn("cutting off requests that did not end within {}", CANCEL_TIMEOUT);
            }
        }
        javalin.stop();
        LOG.info("stopped");
    }

    private static RequestBody.Reader bodies(RequestLimits limits) {
        return new RequestBody.Reader(
                new RequestBody.Limits(limits.maxBytes(), limits.receiveTimeout()),
                BodyBudget.forRequestsOf(limits.maxBytes()));
    }

    private static boolean ends(CompletableFuture<Void> answered, Duration limit) {
        try {
            answered.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void configure(
            JavalinConfig config, ServerOptions options, GracefulHandler graceful) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = options.limits().maxBytes();
        config.jetty.threadPool = threads();
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors());
            server.setRequestLog(new AccessLog());
            server.insertHandler(graceful);
        });
        config.jetty.modifyHttpConfiguration(InferenceServer::configure);
        config.jetty.addConnector((server, http) -> connector(server, http, options.listen()));
        common(config.routes);
    }

    private static void configure(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
    }

    private static void common(RoutesConfig routes) {
        routes.before(ctx -> {
            ResponseHeaders.ALL.forEach(ctx::header);
            ctx.header(RequestTrace.HEADER, RequestTrace.of(ctx.req()).id());
        });
        var failures = new Failures();
        routes.exception(Exception.class, failures);
        routes.exception(HttpResponseException.class, failures); // before Javalin's own
    }

    private static QueuedThreadPool threads() {
        var pool = new QueuedThreadPool(MAX_PLATFORM_THREADS, MIN_PLATFORM_THREADS);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http-request-", 0).factory()));
        return pool;
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, ListenOptions options) {
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        return connector;
    }

    private static void listen(Javalin javalin, ListenOptions options) {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            String address = options.host() + ":" + options.port();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException || cause instanceof SocketException) {
                    throw new ServerStartException(bindMessage(address, cause), e);
                }
                if (cause instanceof UnresolvedAddressException) {
                    throw new ServerStartException(
                            "cannot listen on "
                                    + address
                                    + ": the host is unknown; use an address of this machine, as"
                                    + " 127.0.0.1, or 0.0.0.0 for all of them",
                            e);
                }
            }
            throw new ServerStartException("cannot listen on " + address + ": " + e, e);
        }
    }

    private static String bindMessage(String address, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Address already in use")) {
            return "cannot listen on "
                    + address
                    + ": the port is in use; stop the program that has it, or choose another port"
                    + " (0 takes any free one)";
        }
        if (reason.contains("Permission denied")) {
            return "cannot listen on "
                    + address
                    + ": permission denied; ports below 1024 need privileges, choose a higher one";
        }
        return "cannot listen on "
                + address
                + ": "
                + reason
                + "; use an address of this machine, as 127.0.0.1, or 0.0.0.0 for all of them";
    }
}
