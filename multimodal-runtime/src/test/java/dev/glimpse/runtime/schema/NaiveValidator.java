package dev.glimpse.runtime.schema;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks a value against a schema as the specification says, keyword by keyword, knowing nothing
/// of grammars.
final class NaiveValidator {
    private final JsonNode root;

    NaiveValidator(JsonNode root) {
        this.root = root;
    }

    boolean accepts(JsonNode schema, JsonNode value) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            if (!accepts(entry.getKey(), entry.getValue(), schema, value)) {
                return false;
            }
        }
        return true;
    }

    private boolean accepts(String keyword, JsonNode wanted, JsonNode schema, JsonNode value) {
        return switch (keyword) {
            case "$defs", "description" -> true;
            case "$ref" -> accepts(root.at(wanted.stringValue().substring(1)), value);
            case "type" -> isType(wanted, value);
            case "enum" -> wanted.valueStream().anyMatch(value::equals);
            case "const" -> wanted.equals(value);
            case "anyOf" -> wanted.valueStream().anyMatch(option -> accepts(option, value));
            case "oneOf" ->
                    wanted.valueStream().filter(option -> accepts(option, value)).count() == 1;
            case "allOf" -> wanted.valueStream().allMatch(option -> accepts(option, value));
            case "minimum" -> !value.isNumber() || value.longValue() >= wanted.longValue();
            case "maximum" -> !value.isNumber() || value.longValue() <= wanted.longValue();
            case "exclusiveMinimum" -> !value.isNumber() || value.longValue() > wanted.longValue();
            case "exclusiveMaximum" -> !value.isNumber() || value.longValue() < wanted.longValue();
            case "minLength" -> !value.isString() || length(value) >= wanted.intValue();
            case "maxLength" -> !value.isString() || length(value) <= wanted.intValue();
            case "pattern" ->
                    !value.isString()
                            || Pattern.compile(wanted.stringValue())
                                    .matcher(value.stringValue())
                                    .find();
            case "format" ->
                    !value.isString() || isFormat(wanted.stringValue(), value.stringValue());
            case "minItems" -> !value.isArray() || value.size() >= wanted.intValue();
            case "maxItems" -> !value.isArray() || value.size() <= wanted.intValue();
            case "prefixItems", "items" -> !value.isArray() || itemsFit(schema, value);
            case "required" ->
                    !value.isObject()
                            || wanted.valueStream().allMatch(n -> value.has(n.stringValue()));
            case "properties", "additionalProperties" ->
                    !value.isObject() || propertiesFit(schema, value);
            default -> throw new AssertionError("keyword " + keyword);
        };
    }

    private static int length(JsonNode value) {
        String text = value.stringValue();
        return text.codePointCount(0, text.length());
    }

    private static boolean isType(JsonNode wanted, JsonNode value) {
        if (wanted.isArray()) {
            return wanted.valueStream().anyMatch(type -> isType(type, value));
        }
        return switch (wanted.stringValue()) {
            case "null" -> value.isNull();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new AssertionError(wanted);
        };
    }

    private static boolean isFormat(String format, String text) {
        Object read =
                switch (format) {
                    case "date" -> LocalDate.parse(text);
                    case "time" -> OffsetTime.parse(clampOffset(text));
                    case "date-time" -> OffsetDateTime.parse(clampOffset(text));
                    case "uuid" -> UUID.fromString(text);
                    default -> throw new AssertionError(format);
                };
        return read != null;
    }

    /// RFC 3339 allows offsets to 23:59, Java to 18:00.
    private static String clampOffset(String text) {
        return text.replaceFirst("(.*[+-])(19|2[0-3]):", "$118:")
                .replaceFirst("([+-]18):..$", "$1:00");
    }

    private boolean itemsFit(JsonNode schema, JsonNode value) {
        JsonNode first = schema.path("prefixItems");
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = i < first.size() ? first.get(i) : schema.path("items");
            if (!item.isMissingNode() && !accepts(item, value.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean propertiesFit(JsonNode schema, JsonNode value) {
        Set<String> names = new HashSet<>();
        schema.path("properties").properties().forEach(entry -> names.add(entry.getKey()));
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode fits =
                    names.contains(member.getKey())
                            ? schema.get("properties").get(member.getKey())
                            : schema.path("additionalProperties");
            if (!fits.isMissingNode() && !accepts(fits, member.getValue())) {
                return false;
            }
        }
        return true;
    }
}
