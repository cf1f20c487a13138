package dev.glimpse.http.body;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.MultipartForm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Which fields a body may have, as JSON or as a form: others are refused by name. Immutable.
///
/// @param fields all of them, in the order in which messages list them
/// @param needsOneOf names of which each body has at least one; a hint for clients, as endpoints
///   say what is missing
public record BodyShape(List<Field<?>> fields, List<String> needsOneOf) {
    public BodyShape {
        fields = List.copyOf(fields);
        needsOneOf = List.copyOf(needsOneOf);
    }

    /// Refuses what [#read] cannot read, before the body is received.
    ///
    /// @throws RequestException if `type` is neither JSON nor a form
    public void checkType(MediaType type) {
        if (!type.name().equals(MediaType.JSON) && !type.name().equals(MediaType.FORM)) {
            throw type.unsupported(MediaType.JSON + " or " + MediaType.FORM);
        }
    }

    /// Reads a body of either type.
    ///
    /// @throws RequestException if it is of another type, malformed, or has other fields
    public BodyFields read(MediaType type, byte[] body) {
        checkType(type);
        return type.name().equals(MediaType.JSON)
                ? new BodyFields.OfJson(JsonFields.of(Json.parse(body), jsonNames()))
                : new BodyFields.OfForm(MultipartForm.parse(body, type, formNames()));
    }

    /// What JSON bodies may be.
    public Schema jsonSchema() {
        var members = new LinkedHashMap<String, Schema>();
        for (Field<?> field : fields) {
            field.json()
                    .ifPresent(way ->
                            members.put(field.name(), way.schema().described(field.description())));
        }
        return needing(members);
    }

    /// What forms may be.
    public Schema formSchema() {
        var members = new LinkedHashMap<String, Schema>();
        for (Field<?> field : fields) {
            field.form()
                    .ifPresent(way ->
                            members.put(field.name(), way.schema().described(field.description())));
        }
        return needing(members);
    }

    private Schema needing(SequencedMap<String, Schema> members) {
        List<String> needed = needsOneOf.stream().filter(members::containsKey).toList();
        Schema schema = Schema.object(members, needed.size() == 1 ? needed : List.of());
        return needed.size() > 1 ? schema.needingOneOf(needed) : schema;
    }

    private SequencedSet<String> jsonNames() {
        return names(fields.stream().filter(field -> field.json().isPresent()).toList());
    }

    private SequencedSet<String> formNames() {
        return names(fields.stream().filter(field -> field.form().isPresent()).toList());
    }

    private static SequencedSet<String> names(List<? extends Field<?>> fields) {
        var names = new ArrayList<String>();
        fields.forEach(field -> names.add(field.name()));
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(names));
    }
}
