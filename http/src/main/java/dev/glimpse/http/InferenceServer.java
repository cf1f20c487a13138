package dev.glimpse.http;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.http.access.ApiKeyFile;
import dev.glimpse.http.access.CrossOrigin;
import dev.glimpse.http.access.KeyCheck;
import dev.glimpse.http.api.ApiDocument;
import dev.glimpse.http.api.ApiViewer;
import dev.glimpse.http.api.Route;
import dev.glimpse.http.caption.CaptionEndpoint;
import dev.glimpse.http.caption.CaptionOperation;
import dev.glimpse.http.embeddings.EmbeddingsEndpoint;
import dev.glimpse.http.embeddings.EmbeddingsOperation;
import dev.glimpse.http.fault.ServerStartException;
import dev.glimpse.http.fetch.ImageFetcher;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.listen.Listener;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.openai.ModelsEndpoint;
import dev.glimpse.http.openai.chat.ChatEndpoint;
import dev.glimpse.http.openai.chat.ChatOperation;
import dev.glimpse.http.openai.completion.CompletionEndpoint;
import dev.glimpse.http.openai.completion.CompletionOperation;
import dev.glimpse.http.ops.HealthEndpoint;
import dev.glimpse.http.ops.MetricsEndpoint;
import dev.glimpse.http.ops.ReadyEndpoint;
import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.options.MetricsAccess;
import dev.glimpse.http.options.RequestLimits;
import dev.glimpse.http.options.ServerOptions;
import dev.glimpse.http.page.PageAssets;
import dev.glimpse.http.page.SampleGallery;
import dev.glimpse.http.tracing.ModelSpans;
import dev.glimpse.http.tracing.RequestSpans;
import dev.glimpse.http.view.ViewEndpoint;
import dev.glimpse.http.view.ViewOperation;
import dev.glimpse.http.vqa.VqaEndpoint;
import dev.glimpse.http.vqa.VqaOperation;
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
import io.javalin.router.Endpoint;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.server.RequestLog;
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
        var health = new HealthEndpoint(model.info(), model::imageCache, generations);
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
        var vqa = new VqaEndpoint(served);
        var caption = new CaptionEndpoint(served);
        var embeddings = new EmbeddingsEndpoint(served);
        var view = new ViewEndpoint(served);
        var chat = new ChatEndpoint(served);
        var completions = new CompletionEndpoint(served, model::text);
        var models = new ModelsEndpoint(model.info());
        var routes =
                new ArrayList<>(
                        List.of(
                                Route.post("/v1/vqa", vqa, VqaOperation.OPERATION),
                                Route.post("/v1/caption", caption, CaptionOperation.OPERATION),
                                Route.post(
                                        "/v1/embeddings/image",
                                        embeddings,
                                        EmbeddingsOperation.OPERATION),
                                Route.post("/v1/images/view", view, ViewOperation.OPERATION),
                                Route.post("/v1/chat/completions", chat, ChatOperation.OPERATION),
                                Route.post(
                                        "/v1/completions",
                                        completions,
                                        CompletionOperation.OPERATION),
                                Route.get("/v1/models", models::list, ModelsEndpoint.LIST),
                                Route.get("/v1/models/{model}", models::one, ModelsEndpoint.ONE),
                                Route.get("/healthz", health, HealthEndpoint.OPERATION),
                                Route.get(
                                        "/readyz",
                                        new ReadyEndpoint(model::queue),
                                        ReadyEndpoint.OPERATION),
                                Route.get("/v1/samples", samples::list, SampleGallery.LIST),
                                Route.get(
                                        "/v1/samples/{name}",
                                        samples::image,
                                        SampleGallery.IMAGE)));
        if (options.access().metrics() != MetricsAccess.OFF) {
            routes.add(
                    Route.get("/metrics", new MetricsEndpoint(meters), MetricsEndpoint.OPERATION));
        }
        var graceful = new GracefulHandler();
        Javalin javalin =
                Javalin.create(config -> {
                    configure(config, options, listener, graceful, meters);
                    trace(config, new RequestSpans(telemetry));
                    common(config.routes, options.access());
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

    private static void configure(
            JavalinConfig config,
            ServerOptions options,
            Listener listener,
            GracefulHandler graceful,
            ServerMeters meters) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = options.limits().maxBytes();
        config.jetty.threadPool = Listener.threads();
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors());
            server.setRequestLog(new RequestLog.Collection(new AccessLog(), meters));
            server.insertHandler(graceful);
        });
        config.jetty.modifyHttpConfiguration(Listener::configure);
        config.jetty.addConnector(listener::connector);
    }

    private static void trace(JavalinConfig config, RequestSpans spans) {
        var filter = new FilterHolder(spans);
        filter.setAsyncSupported(true);
        config.jetty.modifyServletContextHandler(
                context -> context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST)));
    }

    /// What holds for all routes, and comes before the check of keys.
    private static void common(RoutesConfig routes, AccessOptions access) {
        routes.before(ctx -> {
            ResponseHeaders.ALL.forEach(ctx::header);
            ctx.header(RequestTrace.HEADER, RequestTrace.of(ctx.req()).id());
        });
        if (!access.corsOrigins().isEmpty()) {
            routes.before(new CrossOrigin(access.corsOrigins()));
        }
        routes.beforeMatched(ctx -> {
            Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
            if (endpoint != null) {
                RequestTrace.of(ctx.req()).route(endpoint.path);
            }
        });
        var failures = new Failures();
        routes.exception(Exception.class, failures);
        routes.exception(HttpResponseException.class, failures); // before Javalin's own
    }
}
