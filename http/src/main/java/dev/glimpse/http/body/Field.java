package dev.glimpse.http.body;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.FormPart;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.http.wire.MultipartForm;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// A field of a request's body.
///
/// @param name in JSON, and of a form's parts
/// @param description for people, in Markdown
/// @param json how JSON writes it; empty where only forms have it
/// @param form how a form writes it; empty where only JSON has it
/// @param <T> what it is read as
public record Field<T>(
        String name, String description, Optional<InJson<T>> json, Optional<InForm<T>> form) {

    /// A way to write a field in JSON.
    ///
    /// @param reader gives nothing where the field is absent
    public record InJson<T>(Schema schema, BiFunction<JsonFields, String, Optional<T>> reader) {}

    /// A way to write a field as parts of a form.
    ///
    /// @param reader gives nothing where the field is absent
    public record InForm<T>(Schema schema, BiFunction<MultipartForm, String, Optional<T>> reader) {}

    /// A string; a part of text.
    public static Field<String> text(String name, String description) {
        return text(name, description, Schema.string());
    }

    /// A string of those that `schema` allows, which is left to the reader to check.
    public static Field<String> text(String name, String description, Schema schema) {
        return new Field<>(
                name,
                description,
                Optional.of(new InJson<>(schema, JsonFields::text)),
                Optional.of(new InForm<>(schema, MultipartForm::text)));
    }

    /// An array of strings, or a single one; a part for each.
    public static Field<List<String>> texts(String name, String description) {
        Schema strings = Schema.array(Schema.string());
        return new Field<>(
                name,
                description,
                Optional.of(
                        new InJson<>(
                                Schema.anyOf(Schema.string(), strings),
                                (json, field) ->
                                        present(json.textOrTexts(field), json.has(field)))),
                Optional.of(new InForm<>(strings, Field::parts)));
    }

    /// True or false.
    public static Field<Boolean> flag(String name, String description) {
        return new Field<>(
                name,
                description,
                Optional.of(new InJson<>(Schema.flag(), JsonFields::flag)),
                Optional.of(
                        new InForm<>(
                                Schema.flag(),
                                (form, field) ->
                                        form.text(field).map(text -> flagOf(field, text)))));
    }

    /// A number, as text; that it is one that `schema` allows is left to the reader to check.
    public static Field<String> number(String name, String description, Schema schema) {
        return new Field<>(
                name,
                description,
                Optional.of(new InJson<>(schema, JsonFields::number)),
                Optional.of(new InForm<>(schema, MultipartForm::text)));
    }

    /// Any JSON, left to the reader to check; in a form, a part of the same JSON as text.
    public static Field<JsonNode> tree(String name, String description, Schema schema) {
        return new Field<>(
                name,
                description,
                Optional.of(new InJson<>(schema, JsonFields::node)),
                Optional.of(
                        new InForm<>(
                                schema,
                                (form, field) ->
                                        form.text(field)
                                                .map(text -> Json.parseField(field, text)))));
    }

    /// The texts of all parts of a name.
    ///
    /// @throws RequestException if one is not UTF-8
    public static Optional<List<String>> parts(MultipartForm form, String name) {
        List<FormPart> parts = form.all(name);
        return present(parts.stream().map(FormPart::text).toList(), !parts.isEmpty());
    }

    private static <L> Optional<L> present(L value, boolean there) {
        return there ? Optional.of(value) : Optional.empty();
    }

    private static boolean flagOf(String name, String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, name + " is not a flag; expected true or false");
        };
    }
}
