package dev.glimpse.http.body;

import dev.glimpse.http.wire.Json;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a value may be, as JSON Schema (draft 2020-12, which OpenAPI 3.1 takes) says it. Immutable.
public final class Schema {
    private final ObjectNode json;

    private Schema(ObjectNode json) {
        this.json = json;
    }

    /// Anything at all.
    public static Schema any() {
        return new Schema(Json.object());
    }

    public static Schema string() {
        return type("string");
    }

    /// `null` alone.
    public static Schema nothing() {
        return type("null");
    }

    public static Schema flag() {
        return type("boolean");
    }

    public static Schema integer(long least, long most) {
        return type("integer").with(json -> json.put("minimum", least).put("maximum", most));
    }

    /// A whole number of zero or more.
    public static Schema count() {
        return type("integer").with(json -> json.put("minimum", 0));
    }

    public static Schema number(double least, double most) {
        return number().with(json -> json.put("minimum", least).put("maximum", most));
    }

    public static Schema number() {
        return type("number");
    }

    /// One of some strings.
    public static Schema oneOf(Collection<String> values) {
        return string().with(json -> values.forEach(json.putArray("enum")::add));
    }

    /// A string that is always the same.
    public static Schema constant(String value) {
        return string().with(json -> json.put("const", value));
    }

    public static Schema array(Schema items) {
        return type("array").with(json -> json.set("items", items.json.deepCopy()));
    }

    /// A file, sent as it is.
    public static Schema file() {
        return string().with(json -> json.put("format", "binary"));
    }

    /// An object of any members.
    public static Schema object() {
        return type("object");
    }

    /// An object of these members and no others.
    ///
    /// @param required names of members that are always there
    public static Schema object(SequencedMap<String, Schema> members, List<String> required) {
        return type("object")
                .with(json -> {
                    ObjectNode properties = json.putObject("properties");
                    members.forEach((name, member) -> properties.set(name, member.json.deepCopy()));
                    if (!required.isEmpty()) {
                        required.forEach(json.putArray("required")::add);
                    }
                    json.put("additionalProperties", false);
                });
    }

    /// What one of several schemas allows.
    public static Schema anyOf(Schema... schemas) {
        return any().with(json -> {
            var list = json.putArray("anyOf");
            for (Schema schema : schemas) {
                list.add(schema.json.deepCopy());
            }
        });
    }

    /// The schema that a document keeps under a name.
    public static Schema reference(String name) {
        return any().with(json -> json.put("$ref", "#/components/schemas/" + name));
    }

    /// The same, or null.
    public Schema orNull() {
        return anyOf(this, type("null"));
    }

    /// The same with a text for people.
    public Schema described(String description) {
        return with(json -> json.put("description", description));
    }

    /// The same, saying what holds where the value is left out.
    public Schema byDefault(JsonNode value) {
        return with(json -> json.set("default", value));
    }

    /// The same, of at least so many elements.
    public Schema ofAtLeast(int elements) {
        return with(json -> json.put("minItems", elements));
    }

    /// The same object with members that are not named.
    public Schema open() {
        return with(json -> json.remove("additionalProperties"));
    }

    /// The same object, which needs one of these members.
    public Schema needingOneOf(List<String> names) {
        return with(json -> {
            var list = json.putArray("anyOf");
            names.forEach(name -> list.addObject().putArray("required").add(name));
        });
    }

    /// A copy as JSON.
    public ObjectNode toJson() {
        return json.deepCopy();
    }

    private static Schema type(String type) {
        return new Schema(Json.object().put("type", type));
    }

    private Schema with(Consumer<ObjectNode> change) {
        ObjectNode copy = json.deepCopy();
        change.accept(copy);
        return new Schema(copy);
    }
}
