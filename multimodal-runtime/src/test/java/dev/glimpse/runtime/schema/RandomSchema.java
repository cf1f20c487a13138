package dev.glimpse.runtime.schema;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Schemas made at random of all keywords that are taken.
final class RandomSchema {
    private static final List<String> PATTERNS =
            List.of(
                    "^[a-z]+$",
                    "\\d{2,4}",
                    "^(foo|ba[rz])\\.?$",
                    "^\\w+@\\w+\\.com$",
                    "x|^y",
                    "^[^a-m\"]{1,3}$",
                    "^.\\S*\\s?$",
                    "^\\\\\"\\/$");

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Random random;

    RandomSchema(Random random) {
        this.random = random;
    }

    /// A schema with a definition that may refer to itself.
    ObjectNode root() {
        ObjectNode root = schema(3);
        ObjectNode node = MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = node.putObject("properties");
        properties.set("value", schema(1));
        ArrayNode next = properties.putObject("next").putArray("anyOf");
        next.addObject().put("type", "null");
        next.addObject().put("$ref", "#/$defs/node");
        node.putArray("required").add("next");
        root.putObject("$defs").set("node", node);
        return root;
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = MAPPER.createObjectNode();
        switch (random.nextInt(depth == 0 ? 8 : 13)) {
            case 0 -> schema.put("type", "boolean").put("description", "a flag");
            case 1 -> schema.put("type", "number");
            case 2 -> integer(schema);
            case 3 -> string(schema);
            case 4 -> schema.put("pattern", PATTERNS.get(random.nextInt(PATTERNS.size())));
            case 5 ->
                    schema.put(
                            "format",
                            List.of("date", "time", "date-time", "uuid").get(random.nextInt(4)));
            case 6 -> {
                ArrayNode values = schema.putArray("enum");
                values.add("a\"b").add(7).add("ünï").addNull();
            }
            case 7 -> schema.putArray("type").add("null").add("integer");
            case 8 -> array(schema, depth);
            case 9 -> {
                ArrayNode options = schema.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
                options.addObject().put("type", "null");
                options.addObject().put("type", "array").set("items", schema(depth - 1));
            }
            case 10 -> schema.put("$ref", "#/$defs/node");
            default -> object(schema, depth);
        }
        return schema;
    }

    private void integer(ObjectNode schema) {
        schema.put("type", "integer");
        long bound = random.nextLong(2_000_000) - 1_000_000;
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", bound);
        }
        if (random.nextBoolean()) {
            schema.put(
                    random.nextBoolean() ? "maximum" : "exclusiveMaximum",
                    bound + 3 + random.nextInt(5000));
        }
    }

    private void string(ObjectNode schema) {
        schema.put("type", "string");
        int least = random.nextInt(5);
        if (random.nextBoolean()) {
            schema.put("minLength", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", least + random.nextInt(8));
        }
    }

    private void array(ObjectNode schema, int depth) {
        schema.put("type", "array");
        int least = random.nextInt(3);
        if (random.nextBoolean()) {
            ArrayNode first = schema.putArray("prefixItems");
            first.add(schema(depth - 1));
            least = Math.max(1, least);
        }
        schema.set("items", schema(depth - 1));
        if (random.nextBoolean()) {
            schema.put("minItems", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", least + random.nextInt(4));
        }
    }

    private void object(ObjectNode schema, int depth) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : List.of("a", "ab", "q\"uote", "ünï", "")) {
            if (random.nextBoolean()) {
                properties.set(name, schema(depth - 1));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        switch (random.nextInt(3)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.set("additionalProperties", schema(0));
            default -> {}
        }
    }

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }
}
