package dev.glimpse.http;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.http.access.ApiKeyFile;
import dev.glimpse.http.access.KeyCheck;
import dev.glimpse.http.api.ApiDocument;
import dev.glimpse.http.api.ApiViewer;
import dev.glimpse.http.api.Route;
import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.fetch.ImageFetcher;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.listen.Listener;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.options.MetricsAccess;
import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.http.page.PageAssets;
import dev.glimpse.http.page.SampleGallery;
import dev.glimpse.http.tracing.ModelSpans;
import dev.glimpse.http.tracing.RequestSpans;
import dev.glimpse.http.wire.BodyBudget;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.runtime.VisionLanguageModel;
import io.javalin.Javalin;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A model's HTTP service.
///
/// Thread-safe. Close it before the model: `close` refuses new requests, waits for those under way
/// up to [ServerOptions#shutdownGrace()], cancels what is left and ends.
public final class InferenceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceServer.class);
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(5);

    private final Javalin javalin;
    private final ServerConnector connector;
    private final GracefulHandler graceful;
    private final Generations generations;
    private final Optional<ImageFetcher> fetcher;
    private final ServerOptions options;
    private final AtomicBoolean closed = new AtomicBoolean();

    private InferenceServer(
            Javalin javalin,
            GracefulHandler graceful,
            Generations generations,
            Optional<ImageFetcher> fetcher,
            ServerOptions options) {
        this.javalin = javalin;
        this.connector = (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
        this.graceful = graceful;
        this.generations = generations;
        this.fetcher = fetcher;
        this.options = options;
    }

    /// Finds what would keep a server from starting, without the model, whose loading may take
    /// minutes: the address, the certificate, the keys, the samples.
    ///
    /// @throws ServerStartException as [#start(VisionLanguageModel, ServerOptions)] does
    public static void check(ServerOptions options) {
        new Listener(options.listen()).requireFree();
        var _ = keyCheck(options.access());
        var _ = options.samples().map(SampleGallery::open);
    }

    /// Starts to listen, with spans for the process's telemetry, if it has one (that of the
    /// standard Java agent).
    ///
    /// @param model stays the caller's, who closes it after the server
    /// @throws ServerStartException if the address is taken or not this machine's, or the samples
    ///   cannot be read
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller gets it
    public static InferenceServer start(VisionLanguageModel model, ServerOptions options) {
        return start(model, options, GlobalOpenTelemetry.getOrNoop());
    }

    /// Starts to listen, with spans for a telemetry of the caller's.
    ///
    /// @param model stays the caller's, who closes it after the server
    /// @throws ServerStartException if the address is taken or not this machine's, or the samples
    ///   cannot be read
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the caller gets it
    public static InferenceServer start(
            VisionLanguageModel model, ServerOptions options, OpenTelemetry telemetry) {
        var listener = new Listener(options.listen());
        var meters = new ServerMeters(model::statistics);
        var spans = new ModelSpans(telemetry, model.info().id());
        var generations = new Generations(model, options.limits().deadline(), meters, spans);
        SampleGallery samples =
                options.samples().map(SampleGallery::open).orElseGet(SampleGallery::empty);
        Optional<ImageFetcher> fetcher = options.imageUrls().map(ImageFetcher::new);
        var limits =
                new ContentLimits(
                        model.info().vision() ? options.limits().maxImages() : 0,
                        options.limits().maxTextChars(),
                        fetcher.map(source -> new ObservedFetcher(source, meters, spans)));
        var bodies = bodies(options.limits());
        Optional<KeyCheck> keyCheck = keyCheck(options.access());
        var served = new ServedModel(model.info().id(), generations, limits, bodies);
        List<Route> routes =
                ServiceRoutes.of(model, served, samples, meters, options.access().metrics());
        var graceful = new GracefulHandler();
        Javalin javalin =
                Javalin.create(config -> {
                    WebSettings.apply(config, options.limits(), listener);
                    WebSettings.observe(config, meters, new RequestSpans(telemetry));
                    config.jetty.modifyServer(server -> server.insertHandler(graceful));
                    WebSettings.addCommon(config.routes, options.access());
                    keyCheck.ifPresent(config.routes::beforeMatched);
                    routes.forEach(route -> route.addTo(config.routes));
                    config.routes.get("/openapi.json", ApiDocument.of(routes)::serve);
                    new ApiViewer().addTo(config.routes);
                    PageAssets.load().addTo(config.routes);
                });
        try {
            listener.start(javalin);
        } catch (RuntimeException e) {
            fetcher.ifPresent(ImageFetcher::close);
            throw e;
        }
        var server = new InferenceServer(javalin, graceful, generations, fetcher, options);
        LOG.info(
                "listening on {}://{}:{}",
                options.listen().scheme(),
                options.listen().host(),
                server.port());
        return server;
    }

    /// The port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Every method and path that something is answered at: `GET /healthz`.
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
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
        fetcher.ifPresent(ImageFetcher::close);
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

    private static Optional<KeyCheck> keyCheck(AccessOptions access) {
        boolean openMetrics = access.metrics() == MetricsAccess.OPEN;
        return access.apiKeys().map(file -> new KeyCheck(ApiKeyFile.read(file), openMetrics));
    }
}
