package dev.glimpse.http.openai;

import dev.glimpse.http.api.Operation;
import dev.glimpse.http.api.Samples;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.runtime.ModelInfo;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Answers `GET /v1/models` and `GET /v1/models/{model}`: the one model that is open. Immutable,
/// thread-safe.
public final class ModelsEndpoint {
    private static final int MAX_SHOWN = 80;
    private static final String EXAMPLE =
            """
            {"id": "@MODEL", "object": "model", "created": 1790000000, "owned_by": "glimpse",
             "max_model_len": 2048}
            """;

    /// What clients may know of the list.
    public static final Operation LIST =
            Operation.of("listModels", "OpenAI", "List models", "The one model that is open.")
                    .giving(
                            listSchema(),
                            Samples.example(
                                    "list",
                                    "One model",
                                    "{\"object\": \"list\", \"data\": [" + EXAMPLE + "]}"))
                    .failing(ErrorType.INTERNAL, ErrorType.UNAVAILABLE);

    /// What clients may know of one model.
    public static final Operation ONE =
            Operation.of("retrieveModel", "OpenAI", "Describe a model", "The model by its name.")
                    .with(new Operation.Parameter("model", "The model's name.", Samples.MODEL))
                    .giving(schema(), Samples.example("model", "The model", EXAMPLE))
                    .failing(ErrorType.NOT_FOUND, ErrorType.INTERNAL, ErrorType.UNAVAILABLE);

    private final ModelInfo model;
    private final Instant started = Instant.now();

    public ModelsEndpoint(ModelInfo model) {
        this.model = model;
    }

    /// All models.
    public void list(Context ctx) {
        ObjectNode body = Json.object().put("object", "list");
        body.putArray("data").add(json());
        ctx.contentType(MediaType.JSON).result(Json.bytes(body));
    }

    /// One model by its name.
    ///
    /// @throws RequestException if it is another's
    public void one(Context ctx) {
        String name = ctx.pathParam("model");
        if (!name.equals(model.id())) {
            String shown = name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
            throw new RequestException(
                    ErrorType.NOT_FOUND,
                    "model",
                    "there is no model '" + shown + "'; this server has " + model.id());
        }
        ctx.contentType(MediaType.JSON).result(Json.bytes(json()));
    }

    private ObjectNode json() {
        return Json.object()
                .put("id", model.id())
                .put("object", "model")
                .put("created", started.getEpochSecond())
                .put("owned_by", "glimpse")
                .put("max_model_len", model.contextTokens());
    }

    private static Schema schema() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("id", Schema.string());
        members.put("object", Schema.constant("model"));
        members.put("created", Schema.count());
        members.put("owned_by", Schema.string());
        members.put("max_model_len", Schema.count().described("Positions in the context."));
        return Schema.object(members, List.copyOf(members.keySet()));
    }

    private static Schema listSchema() {
        var members = new LinkedHashMap<String, Schema>();
        members.put("object", Schema.constant("list"));
        members.put("data", Schema.array(schema()));
        return Schema.object(members, List.copyOf(members.keySet()));
    }
}
