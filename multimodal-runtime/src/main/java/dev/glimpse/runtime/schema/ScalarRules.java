package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.Expression;
import java.util.List;

/// Strings, numbers and listed values as rules.
final class ScalarRules {
    private ScalarRules() {}

    /// One of the values of `enum` that are of the type.
    static Expression enumeration(SchemaFields schema) {
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

    static Expression number(SchemaFields schema) {
        for (String name : SchemaFields.BOUNDS) {
            if (schema.has(name)) {
                throw SchemaFields.fault(
                        schema.at(name), "is supported for integers only, not for numbers");
            }
        }
        return JsonRules.NUMBER;
    }

    static Expression integer(SchemaFields schema) {
        if (SchemaFields.BOUNDS.stream().noneMatch(schema::has)) {
            return JsonRules.INTEGER;
        }
        long least =
                Math.max(
                        bound(schema, "minimum", -IntegerRange.MOST),
                        bound(schema, "exclusiveMinimum", -IntegerRange.MOST - 1) + 1);
        long most =
                Math.min(
                        bound(schema, "maximum", IntegerRange.MOST),
                        bound(schema, "exclusiveMaximum", IntegerRange.MOST + 1) - 1);
        if (least > most) {
            throw SchemaFields.fault(
                    schema.place(),
                    "allows integers from "
                            + least
                            + " to "
                            + most
                            + "; there is none of up to 16 digits");
        }
        return IntegerRange.of(least, most);
    }

    /// A bound within what is written.
    private static long bound(SchemaFields schema, String name, long absent) {
        long most = IntegerRange.MOST;
        return Math.clamp(schema.whole(name, absent), -most - 1, most + 1);
    }

    static Expression string(SchemaFields schema) {
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
}
