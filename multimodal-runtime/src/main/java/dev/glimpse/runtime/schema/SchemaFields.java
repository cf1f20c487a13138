package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.Expression;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The keywords of one schema, read strictly. Immutable.
final class SchemaFields {
    static final List<String> BOUNDS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

    /// Longest string and array that can be asked for.
    private static final int MAX_SIZE = 10_000;

    /// Characters of messages.
    private static final int SHOWN_OF_PLACE = 200;

    private static final int SHOWN_OF_FAULT = 600;

    private static final SequencedMap<String, String> TYPE_OF = typeOf();

    private static final Set<String> COMBINED =
            Set.of("$ref", "anyOf", "oneOf", "allOf", "const", "enum", "type", "nullable");

    /// What describes a schema and changes nothing.
    private static final Set<String> DESCRIBING =
            Set.of(
                    "title",
                    "description",
                    "default",
                    "examples",
                    "example",
                    "deprecated",
                    "readOnly",
                    "writeOnly",
                    "$schema",
                    "$id",
                    "$comment",
                    "$defs",
                    "definitions");

    private final Map<String, Json> fields;
    private final String place;

    SchemaFields(Json schema, String place) {
        fields = schema instanceof Json.Members(Map<String, Json> members) ? members : Map.of();
        this.place = place;
    }

    /// The type that a keyword speaks of.
    private static SequencedMap<String, String> typeOf() {
        var types = new LinkedHashMap<String, String>();
        List.of("properties", "required", "additionalProperties")
                .forEach(name -> types.put(name, "object"));
        List.of("items", "prefixItems", "minItems", "maxItems")
                .forEach(name -> types.put(name, "array"));
        List.of("minLength", "maxLength", "pattern", "format")
                .forEach(name -> types.put(name, "string"));
        BOUNDS.forEach(name -> types.put(name, "number"));
        return types;
    }

    static IllegalArgumentException fault(String place, String what) {
        return new IllegalArgumentException(
                "JSON schema at "
                        + shortened(place, SHOWN_OF_PLACE)
                        + ": "
                        + shortened(what, SHOWN_OF_FAULT));
    }

    /// Names and values of a schema may be as long as a request.
    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "...";
    }

    String place() {
        return place;
    }

    String at(String name) {
        return place + "/" + name;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    void refuseUnknown() {
        for (String name : fields.keySet()) {
            if (!DESCRIBING.contains(name)
                    && !COMBINED.contains(name)
                    && !TYPE_OF.containsKey(name)) {
                throw fault(at(name), "is not supported");
            }
        }
    }

    /// Whether nothing but descriptions stands beside a keyword.
    boolean isAlone(String name) {
        return fields.keySet().stream()
                .allMatch(other ->
                        other.equals(name)
                                || other.equals("nullable")
                                || DESCRIBING.contains(other));
    }

    void requireAlone(String name) {
        if (!isAlone(name)) {
            throw fault(at(name), "is not supported beside other keywords");
        }
    }

    /// The value of a keyword.
    Optional<Json> value(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// The value of a keyword that is there.
    Json needed(String name) {
        return value(name).orElseThrow(() -> fault(at(name), "is missing"));
    }

    boolean flag(String name) {
        return switch (fields.get(name)) {
            case null -> false;
            case Json.Bool(boolean value) -> value;
            case Json _ -> throw fault(at(name), "expected true or false");
        };
    }

    String text(String name) {
        if (fields.get(name) instanceof Json.Text(String value)) {
            return value;
        }
        throw fault(at(name), "expected a string");
    }

    /// A list that has something in it.
    List<Json> schemas(String name) {
        if (fields.get(name) instanceof Json.Items(List<Json> items) && !items.isEmpty()) {
            return items;
        }
        throw fault(at(name), "expected an array with something in it");
    }

    /// The types, said or meant: `any` where nothing speaks of one.
    List<String> types() {
        return switch (fields.get("type")) {
            case null -> List.of(meantType());
            case Json.Text(String type) -> List.of(type);
            case Json.Items(List<Json> items) when !items.isEmpty() ->
                    items.stream()
                            .map(item -> {
                                if (item instanceof Json.Text(String type)) {
                                    return type;
                                }
                                throw fault(at("type"), "expected names of types");
                            })
                            .distinct()
                            .toList();
            case Json _ -> throw fault(at("type"), "expected a name or names of types");
        };
    }

    private String meantType() {
        Set<String> types = new LinkedHashSet<>();
        TYPE_OF.forEach((name, type) -> {
            if (has(name)) {
                types.add(type);
            }
        });
        if (types.size() > 1) {
            throw fault(
                    place, "speaks of " + String.join(" and ", types) + "; say which type it is");
        }
        return types.isEmpty() ? "any" : types.iterator().next();
    }

    /// A length or count.
    int size(String name, int absent) {
        if (!has(name)) {
            return absent;
        }
        long value = whole(name, 0);
        if (value < 0 || value > MAX_SIZE) {
            throw fault(at(name), "is " + value + "; allowed: 0 to " + MAX_SIZE);
        }
        return (int) value;
    }

    /// A part as often as two keywords say.
    Expression repeat(Expression part, String least, String most) {
        int from = size(least, 0);
        int to = size(most, Expression.UNBOUNDED);
        if (from > to) {
            throw fault(at(least), "is " + from + ", more than " + most + " " + to);
        }
        return new Expression.Repeat(part, from, to);
    }

    /// A whole number.
    long whole(String name, long absent) {
        if (!has(name)) {
            return absent;
        }
        if (fields.get(name) instanceof Json.Numeral(String digits) && digits.length() <= 30) {
            try {
                return new BigDecimal(digits).longValueExact();
            } catch (ArithmeticException _) {
                // told below
            }
        }
        throw fault(at(name), "expected a whole number of up to 16 digits");
    }
}
