package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.Expression;
import dev.glimpse.runtime.grammar.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes a grammar of a JSON schema (2020-12, as far as models are asked for it). Confined to one
/// call.
///
/// Taken: `type` (also a list), `enum`, `const`, `properties`, `required`, `additionalProperties`,
/// `items`, `prefixItems`, `minItems`, `maxItems`, `minLength`, `maxLength`, `pattern`, `format`
/// (date, time, date-time, uuid), `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` of
/// integers, `anyOf`, `oneOf` (any one, whether or not others fit too), `allOf` (of objects),
/// `$ref` within the schema, also to itself, `$defs`, `nullable`. What only describes is passed
/// over. Everything else is refused by name and place.
public final class SchemaGrammar {
    /// Schemas in a schema, at most; a reference counts once.
    private static final int MAX_SCHEMAS = 20_000;

    private final Json root;
    private final Map<String, Expression> rules = JsonRules.copy();

    /// The rule of each place that something refers to.
    private final Map<String, String> references = new HashMap<>();

    private int schemas;

    private SchemaGrammar(Json root) {
        this.root = root;
    }

    /// The grammar of a schema.
    ///
    /// @throws IllegalArgumentException if it is not JSON, or has what is not supported
    public static Grammar of(String schema) {
        var builder = new SchemaGrammar(JsonReader.read(schema));
        builder.rules.put(Grammar.ROOT, builder.expression(builder.root, "#"));
        return Grammar.of(builder.rules);
    }

    /// The grammar of any JSON object.
    public static Grammar anyObject() {
        return JsonRules.anyObject();
    }

    /// What a schema's values look like.
    ///
    /// @param place where it stands, as a JSON pointer
    Expression expression(Json schema, String place) {
        if (++schemas > MAX_SCHEMAS) {
            throw SchemaFields.fault(place, "the schema has more than " + MAX_SCHEMAS + " parts");
        }
        return switch (schema) {
            case Json.Bool(boolean all) when all -> JsonRules.VALUE;
            case Json.Members _ -> of(new SchemaFields(schema, place));
            default ->
                    throw SchemaFields.fault(place, "expected a schema, found " + schema.write());
        };
    }

    private Expression of(SchemaFields schema) {
        schema.refuseUnknown();
        if (schema.flag("nullable")) {
            return Expression.choice(notNull(schema), JsonRules.NULL);
        }
        return notNull(schema);
    }

    private Expression notNull(SchemaFields schema) {
        if (schema.has("$ref")) {
            schema.requireAlone("$ref");
            return reference(schema.text("$ref"), schema.place());
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice)) {
                schema.requireAlone(choice);
                return new Expression.Choice(all(schema.schemas(choice), schema.at(choice)));
            }
        }
        if (schema.has("allOf")) {
            return allOf(schema);
        }
        if (schema.has("const")) {
            return new Expression.Literal(schema.needed("const").write());
        }
        if (schema.has("enum")) {
            return ScalarRules.enumeration(schema);
        }
        List<String> types = schema.types();
        var options = new ArrayList<Expression>();
        types.forEach(type -> options.add(typed(type, schema)));
        return options.size() == 1 ? options.getFirst() : new Expression.Choice(options);
    }

    /// What each of several schemas says.
    List<Expression> all(List<Json> parts, String place) {
        var expressions = new ArrayList<Expression>();
        for (Json part : parts) {
            expressions.add(expression(part, place + "/" + expressions.size()));
        }
        return expressions;
    }

    private Expression typed(String type, SchemaFields schema) {
        return switch (type) {
            case "object" -> new ObjectRules(this).of(ObjectShape.of(schema));
            case "array" -> new ArrayRules(this).of(schema);
            case "string" -> ScalarRules.string(schema);
            case "integer" -> ScalarRules.integer(schema);
            case "number" -> ScalarRules.number(schema);
            case "boolean" -> JsonRules.BOOLEAN;
            case "null" -> JsonRules.NULL;
            case "any" -> JsonRules.VALUE;
            default -> throw SchemaFields.fault(schema.at("type"), "unknown type " + type);
        };
    }

    /// An expression that is used more than once, as a rule of its own.
    Expression named(Expression expression) {
        if (expression instanceof Expression.Reference) {
            return expression;
        }
        String name = "schema-" + rules.size();
        rules.put(name, expression);
        return new Expression.Reference(name);
    }

    private Expression allOf(SchemaFields schema) {
        List<Json> parts = schema.schemas("allOf");
        boolean alone = schema.isAlone("allOf");
        if (alone && parts.size() == 1) {
            return expression(parts.getFirst(), schema.at("allOf") + "/0");
        }
        var shapes = new ArrayList<ObjectShape>();
        if (!alone) {
            shapes.add(ObjectShape.of(schema));
        }
        for (int i = 0; i < parts.size(); i++) {
            shapes.add(shape(parts.get(i), schema.at("allOf") + "/" + i, new LinkedHashSet<>()));
        }
        return new ObjectRules(this).of(ObjectShape.merged(shapes, schema.place()));
    }

    /// The object that a part of `allOf` describes, itself or where it refers to.
    private ObjectShape shape(Json part, String place, Set<String> seen) {
        if (!(part instanceof Json.Members)) {
            throw SchemaFields.fault(place, "expected a schema of an object");
        }
        var schema = new SchemaFields(part, place);
        schema.refuseUnknown();
        if (schema.has("$ref")) {
            schema.requireAlone("$ref");
            String pointer = schema.text("$ref");
            if (!seen.add(pointer)) {
                throw SchemaFields.fault(place, "refers to itself");
            }
            return shape(resolve(pointer, place), pointer, seen);
        }
        if (!schema.types().equals(List.of("object")) || schema.has("allOf")) {
            throw SchemaFields.fault(place, "allOf is supported for objects only");
        }
        return ObjectShape.of(schema);
    }

    private Expression reference(String pointer, String place) {
        String name = references.get(pointer);
        if (name == null) {
            Json target = resolve(pointer, place);
            name = "ref-" + references.size();
            references.put(pointer, name);
            rules.put(name, Expression.EMPTY); // holds the place while it may refer to itself
            rules.put(name, expression(target, pointer));
        }
        return new Expression.Reference(name);
    }

    private Json resolve(String pointer, String place) {
        if (!pointer.equals("#") && !pointer.startsWith("#/")) {
            throw SchemaFields.fault(
                    place,
                    "$ref '"
                            + pointer
                            + "' is not supported; it must point into the schema, as"
                            + " #/$defs/name");
        }
        Json target = root;
        List<String> steps = List.of(pointer.substring(1).split("/", -1));
        for (String step : steps.subList(1, steps.size())) {
            String name = step.replace("~1", "/").replace("~0", "~");
            Json next = null;
            if (target instanceof Json.Members(Map<String, Json> members)) {
                next = members.get(name);
            } else if (target instanceof Json.Items(List<Json> items)
                    && name.matches("[0-9]{1,6}")
                    && Integer.parseInt(name) < items.size()) {
                next = items.get(Integer.parseInt(name));
            }
            if (next == null) {
                throw SchemaFields.fault(place, "$ref '" + pointer + "' points at nothing");
            }
            target = next;
        }
        return target;
    }
}
