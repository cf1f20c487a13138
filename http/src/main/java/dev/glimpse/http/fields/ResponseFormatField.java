package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ResponseFormat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Reads `response_format` as OpenAI and llama.cpp's server write it: `{"type": "text"}`, `{"type":
/// "json_object"}`, also with a `schema`, `{"type": "json_schema", "json_schema": {"schema":
/// ...}}`, and `{"type": "grammar", "grammar": "root ::= ..."}`.
public final class ResponseFormatField {
    static final String NAME = "response_format";
    static final String DESCRIPTION =
            "The form of the answer: any text, any JSON object, JSON of a schema, or what a grammar"
                    + " in llama.cpp's notation allows.";
    static final Schema SCHEMA =
            Schema.anyOf(
                    of("text", "", Schema.any()),
                    of("json_object", "schema", Schema.object()),
                    of("json_schema", "json_schema", Schema.object()),
                    of("json_schema", "schema", Schema.object()),
                    of("grammar", "grammar", Schema.string()));

    private ResponseFormatField() {}

    private static Schema of(String type, String member, Schema schema) {
        var members = new LinkedHashMap<String, Schema>();
        members.put("type", Schema.constant(type));
        if (!member.isEmpty()) {
            members.put(member, schema);
        }
        boolean needed = !member.isEmpty() && !type.equals("json_object");
        return Schema.object(members, needed ? List.of("type", member) : List.of("type"));
    }

    public static ResponseFormat read(JsonNode value) {
        String type = value.path("type").asString("");
        Set<String> members =
                switch (type) {
                    case "text" -> Set.of("type");
                    case "json_object" -> Set.of("type", "schema");
                    case "json_schema" -> Set.of("type", "schema", "json_schema");
                    case "grammar" -> Set.of("type", "grammar");
                    default ->
                            throw invalid(
                                    NAME,
                                    NAME
                                            + " has no type that is known; allowed: text,"
                                            + " json_object, json_schema, grammar");
                };
        for (String name : value.propertyNames()) {
            if (!members.contains(name)) {
                throw invalid(NAME, NAME + " of type " + type + " has no \"" + cut(name) + "\"");
            }
        }
        return switch (type) {
            case "text" -> ResponseFormat.TEXT;
            case "grammar" -> grammar(value.path("grammar"));
            default -> json(type, value);
        };
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(40, name.length()));
    }

    private static ResponseFormat json(String type, JsonNode value) {
        JsonNode schema =
                value.has("schema") ? value.get("schema") : value.at("/json_schema/schema");
        if (!schema.isMissingNode()) {
            String text = new String(Json.bytes(schema), StandardCharsets.UTF_8);
            return make(() -> ResponseFormat.jsonSchema(text));
        }
        if (type.equals("json_object")) {
            return ResponseFormat.jsonObject();
        }
        throw invalid(NAME, NAME + " of type json_schema has no json_schema.schema");
    }

    private static ResponseFormat grammar(JsonNode grammar) {
        if (!grammar.isString()) {
            throw invalid(NAME, NAME + " of type grammar has no \"grammar\" that is a string");
        }
        return make(() -> ResponseFormat.grammar(grammar.stringValue()));
    }

    private static ResponseFormat make(Supplier<ResponseFormat> format) {
        try {
            return format.get();
        } catch (IllegalArgumentException e) {
            throw invalid(NAME, NAME + ": " + e.getMessage());
        }
    }
}
