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
            return enumeration(schema);
        }
        List<String> types = schema.types();
        var options = new ArrayList<Expression>();
        types.forEach(type -> options.add(typed(type, schema)));
        return options.size() == 1 ? options.getFirst() : new Expression.Choice(options);
    }

    private List<Expression> all(List<Json> parts, String place) {
        var expressions = new ArrayList<Expression>();
        for (Json part : parts) {
            expressions.add(expression(part, place + "/" + expressions.size()));
        }
        return expressions;
    }

    private Expression enumeration(SchemaFields schema) {
        List<String> types = schema.has("type") ? schema.types() : List.of();
        List<Expression> values =
                schema.schemas("enum").stream()
                        .filter(value -> types.isEmpty() || isOf(value, types))
                        .<Expression>map(value -> new Expression.Literal(value.write()))
                        .toList();
        if (values.isEmpty()) {
            throw SchemaFields.fault(schema.at("enum"), "no value is of the type");
        }
        return new Expression.Choice(values);
    }

    private static boolean isOf(Json value, List<String> types) {
        return types.contains(value.type())
                || (types.contains("integer")
                        && value instanceof Json.Numeral(String digits)
                        && digits.matches("-?[0-9]+"));
    }

    private Expression typed(String type, SchemaFields schema) {
        return switch (type) {
            case "object" -> new ObjectRules(this).of(ObjectShape.of(schema));
            case "array" -> array(schema);
            case "string" -> string(schema);
            case "integer" -> integer(schema);
            case "number" -> number(schema);
            case "boolean" -> JsonRules.BOOLEAN;
            case "null" -> JsonRules.NULL;
            case "any" -> JsonRules.VALUE;
            default -> throw SchemaFields.fault(schema.at("type"), "unknown type " + type);
        };
    }

    private Expression number(SchemaFields schema) {
        for (String name : SchemaFields.BOUNDS) {
            if (schema.has(name)) {
                throw SchemaFields.fault(
                        schema.at(name), "is supported for integers only, not for numbers");
            }
        }
        return JsonRules.NUMBER;
    }

    private Expression integer(SchemaFields schema) {
        if (SchemaFields.BOUNDS.stream().noneMatch(schema::has)) {
            return JsonRules.INTEGER;
        }
        long least =
                Math.max(
                        schema.whole("minimum", -IntegerRange.MOST),
                        schema.whole("exclusiveMinimum", -IntegerRange.MOST - 1) + 1);
        long most =
                Math.min(
                        schema.whole("maximum", IntegerRange.MOST),
                        schema.whole("exclusiveMaximum", IntegerRange.MOST + 1) - 1);
        if (least > most || least < -IntegerRange.MOST || most > IntegerRange.MOST) {
            throw SchemaFields.fault(
                    schema.place(),
                    "allows integers from "
                            + least
                            + " to "
                            + most
                            + "; supported are ranges of up to 16 digits that have one");
        }
        return IntegerRange.of(least, most);
    }

    private Expression string(SchemaFields schema) {
        boolean sized = schema.has("minLength") || schema.has("maxLength");
        if (schema.has("format")) {
            if (sized || schema.has("pattern")) {
                throw SchemaFields.fault(schema.at("format"), "is not supported beside others");
            }
            String format = schema.text("format");
            if (!List.of("date", "time", "date-time", "uuid").contains(format)) {
                throw SchemaFields.fault(
                        schema.at("format"),
                        "'" + format + "' is not supported; allowed: date, time, date-time, uuid");
            }
            return quoted(new Expression.Reference("format-" + format));
        }
        if (schema.has("pattern")) {
            if (sized) {
                throw SchemaFields.fault(
                        schema.at("pattern"), "is not supported beside minLength or maxLength");
            }
            try {
                return quoted(RegexParser.content(schema.text("pattern")));
            } catch (IllegalArgumentException e) {
                throw SchemaFields.fault(schema.place(), String.valueOf(e.getMessage()));
            }
        }
        return sized
                ? quoted(schema.repeat(JsonRules.CHARACTER, "minLength", "maxLength"))
                : JsonRules.STRING;
    }

    private static Expression quoted(Expression content) {
        return Expression.sequence(JsonRules.QUOTE, content, JsonRules.QUOTE);
    }

    /// The items of `prefixItems` that `maxItems` leaves room for, all of them, then more.
    private Expression array(SchemaFields schema) {
        List<Expression> first =
                schema.has("prefixItems")
                        ? all(schema.schemas("prefixItems"), schema.at("prefixItems"))
                        : List.of();
        int least = schema.size("minItems", 0);
        int most = schema.size("maxItems", Expression.UNBOUNDED);
        first = first.subList(0, Math.min(first.size(), most));
        Json items = schema.value("items").orElse(new Json.Bool(!schema.has("prefixItems")));
        boolean noMore = items.equals(new Json.Bool(false));
        if (most < least || (noMore && least > first.size())) {
            throw SchemaFields.fault(schema.place(), "wants more items than it allows");
        }
        var parts = new ArrayList<Expression>();
        for (Expression item : first) {
            parts.add(parts.isEmpty() ? item : Expression.sequence(COMMA, item));
            parts.add(JsonRules.SPACE);
        }
        if (!noMore && most > first.size()) {
            Expression item = named(expression(items, schema.at("items")));
            int rest = most == Expression.UNBOUNDED ? most : most - first.size();
            parts.add(more(item, Math.max(0, least - first.size()), rest, first.isEmpty()));
        }
        return Expression.sequence(
                new Expression.Literal("["),
                JsonRules.SPACE,
                new Expression.Sequence(parts),
                new Expression.Literal("]"));
    }

    static final Expression COMMA =
            Expression.sequence(new Expression.Literal(","), JsonRules.SPACE);

    /// Items with commas between them, before the first too unless it is the `first` of the array.
    private static Expression more(Expression item, int least, int most, boolean first) {
        Expression spaced = Expression.sequence(item, JsonRules.SPACE);
        Expression following = Expression.sequence(COMMA, spaced);
        if (!first) {
            return new Expression.Repeat(following, least, most);
        }
        int rest = most == Expression.UNBOUNDED ? most : most - 1;
        Expression some =
                Expression.sequence(
                        spaced, new Expression.Repeat(following, Math.max(0, least - 1), rest));
        return least == 0 ? Expression.optional(some) : some;
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
