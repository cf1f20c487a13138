package dev.glimpse.http.body;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.http.wire.MultipartForm;
import java.util.Optional;

/// The fields that a request has. Confined to one thread.
public sealed interface BodyFields {

    /// A field's value.
    ///
    /// @return nothing where it is absent, or where bodies of this kind have no such field
    /// @throws RequestException if it is of another type
    <T> Optional<T> get(Field<T> field);

    /// Whether a field is there.
    boolean has(Field<?> field);

    /// Those of a JSON object; a member that is null counts as absent.
    record OfJson(JsonFields json) implements BodyFields {
        @Override
        public <T> Optional<T> get(Field<T> field) {
            return field.json().flatMap(way -> way.reader().apply(json, field.name()));
        }

        @Override
        public boolean has(Field<?> field) {
            return field.json().isPresent() && json.has(field.name());
        }
    }

    /// Those of a form.
    record OfForm(MultipartForm form) implements BodyFields {
        @Override
        public <T> Optional<T> get(Field<T> field) {
            return field.form().flatMap(way -> way.reader().apply(form, field.name()));
        }

        @Override
        public boolean has(Field<?> field) {
            return field.form().isPresent() && !form.all(field.name()).isEmpty();
        }
    }
}
