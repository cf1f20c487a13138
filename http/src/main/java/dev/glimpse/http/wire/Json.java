package dev.glimpse.http.wire;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// JSON text to trees and back. Trees alone: no class is bound by reflection. Immutable.
public final class Json {
    private static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /// Reads one value, in UTF-8, that takes all of `text`.
    ///
    /// @throws RequestException of type [ErrorType#INVALID_JSON], with line and column
    public static JsonNode parse(byte[] text) {
        if (text.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_JSON, "the body is empty; send a JSON object");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new RequestException(
                    ErrorType.INVALID_JSON,
                    "the body is not valid JSON"
                            + place(e.getLocation())
                            + ": "
                            + firstLine(e.getOriginalMessage()));
        }
    }

    /// Reads the value of a form's part.
    ///
    /// @throws RequestException of type [ErrorType#INVALID_REQUEST], that names the part
    public static JsonNode parseField(String name, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw RequestException.invalid(
                    name, name + " is not valid JSON: " + firstLine(e.getOriginalMessage()));
        }
    }

    /// A new, empty object.
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// A number, written without a fraction where it is `whole`.
    public static JsonNode number(double value, boolean whole) {
        return whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
    }

    /// A string.
    public static JsonNode text(String value) {
        return StringNode.valueOf(value);
    }

    /// `tree` as UTF-8, on one line.
    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /// Writes JSON as UTF-8 piece by piece, where a tree would take too much memory.
    ///
    /// @param out is flushed and stays open
    /// @throws IOException if `out` throws it
    public static void write(OutputStream out, Consumer<JsonGenerator> pieces) throws IOException {
        try (JsonGenerator generator =
                MAPPER.writer()
                        .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .createGenerator(out)) {
            pieces.accept(generator);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unexpected input");
    }
}
