package dev.glimpse.http.embeddings;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.BodyShape;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.ImageFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.runtime.chat.Content;
import java.util.List;
import java.util.stream.Stream;

/// Reads which embeddings are wanted from a request's body. Immutable.
final class EmbeddingsBody {
    private static final int MAX_SHOWN = 40;
    private static final List<String> POOLINGS = List.of("mean", "none");
    private static final List<String> FORMATS = List.of("float", "base64");
    private static final Field<String> POOLING =
            oneOf(
                    "pooling",
                    "What there is of an image: the `mean` of its rows, or all of them (`none`).",
                    POOLINGS);
    private static final Field<String> FORMAT =
            oneOf(
                    "encoding_format",
                    "How the numbers are written: as JSON has them (`float`), or as `base64` of"
                            + " 32-bit floats, least byte first, row by row.",
                    FORMATS);

    /// All fields.
    static final BodyShape SHAPE =
            new BodyShape(
                    Stream.of(
                                    ImageFields.SEVERAL.stream(),
                                    Stream.of(POOLING, FORMAT, ImageOptionFields.SLICING))
                            .<Field<?>>flatMap(fields -> fields)
                            .toList(),
                    List.of("images", "image"));

    private final ImageFields images;

    EmbeddingsBody(ContentLimits limits) {
        images = new ImageFields(limits);
    }

    /// What is wanted, checked.
    ///
    /// @param pooled one row an image rather than all
    /// @param base64 rather than numbers
    record Request(List<Content> images, boolean pooled, boolean base64) {
        Request {
            images = List.copyOf(images);
        }
    }

    /// Reads a body of either type.
    ///
    /// @throws RequestException if the body is of another type, malformed, or says something that
    ///   is not allowed
    Request read(MediaType type, byte[] body) {
        BodyFields fields = SHAPE.read(type, body);
        return new Request(
                images.read(fields),
                isFirst(fields, POOLING, POOLINGS),
                !isFirst(fields, FORMAT, FORMATS));
    }

    private static Field<String> oneOf(String name, String description, List<String> values) {
        return Field.text(
                name, description, Schema.oneOf(values).byDefault(Json.text(values.getFirst())));
    }

    /// Whether a field has the first of its values, which it has unless said otherwise.
    private static boolean isFirst(BodyFields fields, Field<String> field, List<String> values) {
        String value = fields.get(field).orElse(values.getFirst());
        if (!values.contains(value)) {
            String shown = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value;
            throw invalid(
                    field.name(),
                    field.name() + " is '" + shown + "'; allowed: " + String.join(", ", values));
        }
        return value.equals(values.getFirst());
    }
}
