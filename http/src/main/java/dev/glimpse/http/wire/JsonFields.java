package dev.glimpse.http.wire;

import dev.glimpse.http.fault.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// The fields of a JSON object, read strictly: a value of another type is refused, with its name,
/// what was found and what is expected; so is an unknown field, unless any are allowed. A field
/// that is `null` counts as absent. Confined to one thread.
public final class JsonFields {
    private static final int MAX_SHOWN = 40;

    /// Below it, a double is told from its neighbours among the whole numbers.
    private static final double EXACT = 1L << 53;

    private final JsonNode object;
    private final String place;

    private JsonFields(JsonNode object, String place) {
        this.object = object;
        this.place = place;
    }

    /// Takes a whole body that may have more fields than are read of it.
    ///
    /// @throws RequestException if it is not an object
    public static JsonFields ofAnyNames(JsonNode root) {
        if (!root.isObject()) {
            throw RequestException.invalid(
                    "body", "the body is " + describe(root) + "; expected an object");
        }
        return new JsonFields(root, "");
    }

    /// Takes an object within a body, that may have more fields than are read of it.
    ///
    /// @param place where it stands, as `messages[1]`
    /// @throws RequestException if it is not an object
    public static JsonFields ofAnyNames(JsonNode value, String place) {
        if (!value.isObject()) {
            throw wrongType(place, value, "an object");
        }
        return new JsonFields(value, place + ".");
    }

    /// Takes an object all of whose fields are known.
    ///
    /// @param allowed the names of all fields, in the order in which messages list them
    /// @throws RequestException if `root` is not an object or has other fields
    public static JsonFields of(JsonNode root, SequencedSet<String> allowed) {
        if (!root.isObject()) {
            throw RequestException.invalid(
                    "body", "the body is " + describe(root) + "; expected an object");
        }
        refuseUnknown(root, allowed);
        return new JsonFields(root, "");
    }

    /// Takes an object within a body, all of whose fields are known.
    ///
    /// @param place where it stands, as `questions[1]`
    /// @throws RequestException if `value` is not an object or has other fields
    public static JsonFields of(JsonNode value, SequencedSet<String> allowed, String place) {
        JsonFields fields = ofAnyNames(value, place);
        refuseUnknown(value, allowed);
        return fields;
    }

    private static void refuseUnknown(JsonNode object, SequencedSet<String> allowed) {
        for (String name : object.propertyNames()) {
            if (!allowed.contains(name)) {
                String shown = shorten(name);
                throw RequestException.invalid(
                        shown, "field \"" + shown + "\"" + NameSuggestion.unknown(name, allowed));
            }
        }
    }

    /// Where a field stands in the body, for messages: `messages[1].role`.
    public String placeOf(String name) {
        return place + name;
    }

    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    public Optional<String> text(String name) {
        return value(name).map(value -> text(place + name, value));
    }

    /// An array of strings; empty if the field is absent.
    public List<String> texts(String name) {
        return value(name)
                .map(value -> array(place + name, value, "an array of strings"))
                .orElse(List.of());
    }

    /// A string, or an array of strings.
    public List<String> textOrTexts(String name) {
        return value(name)
                .map(value ->
                        value.isString()
                                ? List.of(value.stringValue())
                                : array(place + name, value, "a string or an array of strings"))
                .orElse(List.of());
    }

    public Optional<Boolean> flag(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw wrongType(place + name, value, "true or false");
                    }
                    return value.booleanValue();
                });
    }

    /// A number, as text: to be read as forms' values are. A whole one has no fraction, however it
    /// was written: some clients know no other than `16.0`.
    public Optional<String> number(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isNumber()) {
                        throw wrongType(place + name, value, "a number");
                    }
                    double number = value.doubleValue();
                    boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT;
                    return whole && value.isFloatingPointNumber()
                            ? Long.toString((long) number)
                            : value.asString();
                });
    }

    /// An array of values of any type; empty if the field is absent.
    public List<JsonNode> nodes(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isArray()) {
                        throw wrongType(place + name, value, "an array");
                    }
                    return List.copyOf(value.values());
                })
                .orElse(List.of());
    }

    /// A value of any type.
    public Optional<JsonNode> node(String name) {
        return value(name);
    }

    private Optional<JsonNode> value(String name) {
        return has(name) ? Optional.of(object.get(name)) : Optional.empty();
    }

    private static List<String> array(String name, JsonNode value, String expected) {
        if (!value.isArray()) {
            throw wrongType(name, value, expected);
        }
        var texts = new ArrayList<String>();
        for (JsonNode element : value) {
            texts.add(text(name + "[" + texts.size() + "]", element));
        }
        return texts;
    }

    private static String text(String name, JsonNode value) {
        if (!value.isString()) {
            throw wrongType(name, value, "a string");
        }
        return value.stringValue();
    }

    /// What is said of a value of another type.
    public static RequestException wrongType(String name, JsonNode found, String expected) {
        return RequestException.invalid(
                name, name + " is " + describe(found) + "; expected " + expected);
    }

    private static String describe(JsonNode value) {
        JsonNodeType type = value.getNodeType();
        return switch (type) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
            case NUMBER -> "the number " + shorten(value.asString());
            case BOOLEAN -> value.asString();
            case NULL, MISSING -> "null";
        };
    }

    private static String shorten(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
