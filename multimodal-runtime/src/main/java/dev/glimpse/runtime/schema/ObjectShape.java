package dev.glimpse.runtime.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What an object's schema says.
///
/// @param properties in order
/// @param required names, each of which is a property
/// @param additional the schema of other properties; nothing where there are none
record ObjectShape(
        SequencedMap<String, Property> properties,
        Set<String> required,
        Optional<Property> additional) {

    /// A property's schema and its place.
    record Property(Json schema, String place) {}

    static ObjectShape of(SchemaFields schema) {
        SequencedMap<String, Property> properties = new LinkedHashMap<>();
        if (schema.has("properties")) {
            if (!(schema.needed("properties") instanceof Json.Members(Map<String, Json> members))) {
                throw SchemaFields.fault(schema.at("properties"), "expected an object of schemas");
            }
            members.forEach((name, value) ->
                    properties.put(
                            name,
                            new Property(value, schema.at("properties") + "/" + pointer(name))));
        }
        Optional<Property> additional =
                schema.value("additionalProperties")
                        .filter(value -> !value.equals(new Json.Bool(false)))
                        .map(value -> new Property(value, schema.at("additionalProperties")));
        if (additional.isEmpty() && isAnyObject(schema)) {
            additional = Optional.of(new Property(new Json.Bool(true), schema.place()));
        }
        var shape = new ObjectShape(properties, required(schema), additional);
        return shape.complete(schema.place());
    }

    /// An object of which nothing is said may have anything.
    private static boolean isAnyObject(SchemaFields schema) {
        return !schema.has("properties")
                && !schema.has("additionalProperties")
                && !schema.has("allOf");
    }

    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Set<String> required(SchemaFields schema) {
        Set<String> names = new LinkedHashSet<>();
        if (schema.has("required")) {
            if (!(schema.needed("required") instanceof Json.Items(List<Json> items))) {
                throw SchemaFields.fault(schema.at("required"), "expected an array of names");
            }
            for (Json item : items) {
                if (!(item instanceof Json.Text(String name))) {
                    throw SchemaFields.fault(schema.at("required"), "expected an array of names");
                }
                names.add(name);
            }
        }
        return names;
    }

    /// With properties for the names that are required and allowed, but not described.
    private ObjectShape complete(String place) {
        SequencedMap<String, Property> all = new LinkedHashMap<>(properties);
        for (String name : required) {
            if (!all.containsKey(name)) {
                all.put(
                        name,
                        additional.orElseThrow(() ->
                                SchemaFields.fault(
                                        place + "/required",
                                        "'" + name + "' is not one of the properties")));
            }
        }
        return new ObjectShape(all, required, additional);
    }

    /// An object that is all of these at once.
    static ObjectShape merged(List<ObjectShape> shapes, String place) {
        SequencedMap<String, Property> properties = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        var open = new ArrayList<Property>();
        for (ObjectShape shape : shapes) {
            shape.properties.forEach((name, property) -> {
                Property before = properties.putIfAbsent(name, property);
                if (before != null && !before.schema().equals(property.schema())) {
                    throw SchemaFields.fault(
                            place,
                            "allOf describes property '"
                                    + name
                                    + "' in two ways; describe it once");
                }
            });
            required.addAll(shape.required);
            shape.additional.ifPresent(open::add);
        }
        if (!open.isEmpty()) {
            throw SchemaFields.fault(
                    place, "additionalProperties is not supported within or beside allOf");
        }
        return new ObjectShape(properties, required, Optional.empty()).complete(place);
    }
}
