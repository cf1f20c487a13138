package dev.glimpse.http;

import dev.glimpse.http.api.Route;
import dev.glimpse.http.caption.CaptionEndpoint;
import dev.glimpse.http.caption.CaptionOperation;
import dev.glimpse.http.embeddings.EmbeddingsEndpoint;
import dev.glimpse.http.embeddings.EmbeddingsOperation;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.metrics.ServerMeters;
import dev.glimpse.http.openai.ModelsEndpoint;
import dev.glimpse.http.openai.chat.ChatEndpoint;
import dev.glimpse.http.openai.chat.ChatOperation;
import dev.glimpse.http.openai.completion.CompletionEndpoint;
import dev.glimpse.http.openai.completion.CompletionOperation;
import dev.glimpse.http.ops.HealthEndpoint;
import dev.glimpse.http.ops.MetricsEndpoint;
import dev.glimpse.http.ops.ReadyEndpoint;
import dev.glimpse.http.options.MetricsAccess;
import dev.glimpse.http.page.SampleGallery;
import dev.glimpse.http.view.ViewEndpoint;
import dev.glimpse.http.view.ViewOperation;
import dev.glimpse.http.vqa.VqaEndpoint;
import dev.glimpse.http.vqa.VqaOperation;
import dev.glimpse.runtime.VisionLanguageModel;
import java.util.ArrayList;
import java.util.List;

/// What is answered at which path, with what the API's document says of it.
final class ServiceRoutes {
    private ServiceRoutes() {}

    /// The routes of a model's service: those that ask the model, then those that tell of it.
    ///
    /// @param metrics whether there are any to be read
    static List<Route> of(
            VisionLanguageModel model,
            ServedModel served,
            SampleGallery samples,
            ServerMeters meters,
            MetricsAccess metrics) {
        var routes = new ArrayList<>(asking(model, served));
        routes.addAll(telling(model, served, samples));
        if (metrics != MetricsAccess.OFF) {
            routes.add(
                    Route.get("/metrics", new MetricsEndpoint(meters), MetricsEndpoint.OPERATION));
        }
        return List.copyOf(routes);
    }

    private static List<Route> asking(VisionLanguageModel model, ServedModel served) {
        return List.of(
                Route.post("/v1/vqa", new VqaEndpoint(served), VqaOperation.OPERATION),
                Route.post("/v1/caption", new CaptionEndpoint(served), CaptionOperation.OPERATION),
                Route.post(
                        "/v1/embeddings/image",
                        new EmbeddingsEndpoint(served),
                        EmbeddingsOperation.OPERATION),
                Route.post("/v1/images/view", new ViewEndpoint(served), ViewOperation.OPERATION),
                Route.post(
                        "/v1/chat/completions", new ChatEndpoint(served), ChatOperation.OPERATION),
                Route.post(
                        "/v1/completions",
                        new CompletionEndpoint(served, model::text),
                        CompletionOperation.OPERATION));
    }

    private static List<Route> telling(
            VisionLanguageModel model, ServedModel served, SampleGallery samples) {
        var models = new ModelsEndpoint(model.info());
        var health = new HealthEndpoint(model.info(), model::imageCache, served.generations());
        var ready = new ReadyEndpoint(model::queue);
        return List.of(
                Route.get("/v1/models", models::list, ModelsEndpoint.LIST),
                Route.get("/v1/models/{model}", models::one, ModelsEndpoint.ONE),
                Route.get("/healthz", health, HealthEndpoint.OPERATION),
                Route.get("/readyz", ready, ReadyEndpoint.OPERATION),
                Route.get("/v1/samples", samples::list, SampleGallery.LIST),
                Route.get("/v1/samples/{name}", samples::image, SampleGallery.IMAGE));
    }
}
