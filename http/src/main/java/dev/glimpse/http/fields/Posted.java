package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.FormPart;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A file as it came.
public sealed interface Posted {
    /// A value in JSON.
    record Value(JsonNode value) implements Posted {}

    /// A part of a form.
    record Part(FormPart part) implements Posted {}

    /// Which fields bring files of a kind.
    ///
    /// @param one a value in JSON, or parts of a form
    /// @param several an array of such values in JSON
    record Fields(Field<List<Posted>> one, Field<List<JsonNode>> several) {
        /// Whether a body has one of them.
        public boolean areIn(BodyFields body) {
            return body.has(one) || body.has(several);
        }

        /// All that a body has.
        ///
        /// @throws RequestException if it has both
        public List<Posted> of(BodyFields body) {
            Optional<List<Posted>> single = body.get(one);
            Optional<List<JsonNode>> list = body.get(several);
            if (single.isPresent() && list.isPresent()) {
                throw invalid(
                        one.name(),
                        "there are both \""
                                + one.name()
                                + "\" and \""
                                + several.name()
                                + "\"; send one of them");
            }
            return single.orElseGet(
                    () -> list.orElse(List.of()).stream().<Posted>map(Posted.Value::new).toList());
        }

        /// The field that a body's files are in, for messages.
        public String nameIn(BodyFields body) {
            return body.has(several) ? several.name() : one.name();
        }
    }

    /// A field of a value in JSON, or of parts of a form.
    ///
    /// @param inJson what the value may be
    /// @param inForms whether one part or several
    static Field<List<Posted>> field(
            String name, String description, Schema inJson, Schema inForms) {
        return new Field<>(
                name,
                description,
                Optional.of(
                        new Field.InJson<>(
                                inJson,
                                (json, field) ->
                                        json.node(field).map(node -> List.of(new Value(node))))),
                Optional.of(
                        new Field.InForm<>(
                                inForms,
                                (form, field) ->
                                        Optional.of(form.all(field))
                                                .filter(parts -> !parts.isEmpty())
                                                .map(Posted::parts))));
    }

    /// A field of several values, in JSON alone.
    ///
    /// @param one what each may be
    static Field<List<JsonNode>> list(String name, String description, Schema one) {
        return new Field<>(
                name,
                description,
                Optional.of(
                        new Field.InJson<>(
                                Schema.array(one).ofAtLeast(1),
                                (json, field) ->
                                        json.has(field)
                                                ? Optional.of(json.nodes(field))
                                                : Optional.empty())),
                Optional.empty());
    }

    private static List<Posted> parts(List<FormPart> parts) {
        return parts.stream().<Posted>map(Part::new).toList();
    }
}
