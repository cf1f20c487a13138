package dev.glimpse.http.openai;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.runtime.ModelInfo;
import io.javalin.http.Context;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// Answers `GET /v1/models` and `GET /v1/models/{model}`: the one model that is open. Immutable,
/// thread-safe.
public final class ModelsEndpoint {
    private static final int MAX_SHOWN = 80;

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
}
