package dev.glimpse.http.api;

import dev.glimpse.http.api.Operation.Content;
import dev.glimpse.http.api.Operation.Example;
import dev.glimpse.http.api.Operation.Parameter;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.wire.ErrorForm;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document of some routes. Immutable, thread-safe.
public final class ApiDocument {
    private static final String VERSION = "3.1.1";
    private static final String API_KEY = "apiKey";

    private final byte[] bytes;

    private ApiDocument(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Describes routes.
    public static ApiDocument of(List<Route> routes) {
        ObjectNode document = Json.object().put("openapi", VERSION);
        document.putObject("info")
                .put("title", "Glimpse")
                .put("summary", "Answers questions about images.")
                .put("version", "1")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            paths.withObjectProperty(route.path())
                    .set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject(API_KEY)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "Where the operator asks for API keys.");
        var security = document.putArray("security");
        security.addObject();
        security.addObject().putArray(API_KEY);
        ObjectNode schemas = components.putObject("schemas");
        for (ErrorForm form : ErrorForm.values()) {
            schemas.set(ErrorSchemas.name(form), ErrorSchemas.of(form).toJson());
        }
        return new ApiDocument(Json.bytes(document));
    }

    /// Answers `GET /openapi.json`.
    public void serve(Context ctx) {
        ctx.contentType(MediaType.JSON).result(bytes);
    }

    private static ObjectNode operation(Route route) {
        Operation operation = route.operation();
        ObjectNode json =
                Json.object()
                        .put("operationId", operation.id())
                        .put("summary", operation.summary())
                        .put("description", operation.description());
        json.putArray("tags").add(operation.tag());
        for (Parameter parameter : operation.parameters()) {
            json.withArrayProperty("parameters").add(parameter(parameter));
        }
        if (!operation.requests().isEmpty()) {
            ObjectNode body = json.putObject("requestBody").put("required", true);
            body.set("content", contents(operation.requests()));
        }
        ObjectNode responses = json.putObject("responses");
        responses
                .putObject("200")
                .put("description", "Done.")
                .set("content", contents(operation.replies()));
        addErrors(responses, route);
        return json;
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode json =
                Json.object()
                        .put("name", parameter.name())
                        .put("in", "path")
                        .put("required", true)
                        .put("description", parameter.description())
                        .put("example", parameter.example());
        json.set("schema", Schema.string().toJson());
        return json;
    }

    private static ObjectNode contents(List<Content> contents) {
        ObjectNode json = Json.object();
        for (Content content : contents) {
            ObjectNode one = json.putObject(content.mediaType());
            one.set("schema", content.schema().toJson());
            for (Example example : content.examples()) {
                one.withObjectProperty("examples")
                        .putObject(example.name())
                        .put("summary", example.summary())
                        .set("value", example.value());
            }
        }
        return json;
    }

    /// One response for each status, whose description lists the types it may have.
    private static void addErrors(ObjectNode responses, Route route) {
        ErrorForm form = ErrorForm.of(route.path());
        var byStatus =
                Arrays.stream(ErrorType.values())
                        .filter(route.operation().errors()::contains)
                        .collect(
                                Collectors.groupingBy(
                                        ErrorType::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, types) -> {
            String names =
                    types.stream()
                            .map(type -> "`" + type.wireName() + "`")
                            .collect(Collectors.joining(", "));
            responses
                    .putObject(String.valueOf(status))
                    .put("description", names)
                    .putObject("content")
                    .putObject(MediaType.JSON)
                    .set("schema", Schema.reference(ErrorSchemas.name(form)).toJson());
        });
    }
}
