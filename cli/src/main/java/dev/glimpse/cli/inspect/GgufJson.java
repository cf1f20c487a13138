package dev.glimpse.cli.inspect;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.cli.json.JsonText;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A GGUF file as one JSON object, nothing shortened: `file`, `version`, `metadata` (key to value),
/// `tensors` (name, type, shape in ggml's order, offset, bytes), `totals` by type.
public final class GgufJson {
    private GgufJson() {}

    public static String of(GgufFile file) {
        return JsonText.object(json -> {
            json.writeStringProperty("file", file.path().toString());
            json.writeNumberProperty("version", file.version());
            json.writeObjectPropertyStart("metadata");
            file.metadata()
                    .forEach((key, value) -> {
                        json.writeName(key);
                        write(json, value);
                    });
            json.writeEndObject();
            json.writeArrayPropertyStart("tensors");
            file.tensors().forEach(tensor -> write(json, tensor));
            json.writeEndArray();
            json.writeArrayPropertyStart("totals");
            TypeTotal.of(file).forEach(total -> write(json, total));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, GgufValue value) {
        switch (value) {
            case GgufValue.Int(GgufType type, long number) -> {
                if (type == GgufType.U64) {
                    json.writeNumber(new BigInteger(Long.toUnsignedString(number)));
                } else {
                    json.writeNumber(number);
                }
            }
            case GgufValue.Real(GgufType type, double number) -> {
                if (type == GgufType.F32) {
                    json.writeNumber((float) number);
                } else {
                    json.writeNumber(number);
                }
            }
            case GgufValue.Bool(boolean truth) -> json.writeBoolean(truth);
            case GgufValue.Text(String text) -> json.writeString(text);
            case GgufValue.Array(_, List<GgufValue> values) -> {
                json.writeStartArray();
                values.forEach(element -> write(json, element));
                json.writeEndArray();
            }
        }
    }

    private static void write(JsonGenerator json, TensorInfo tensor) {
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeStringProperty("type", tensor.type().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeNumberProperty("offset", tensor.offset());
        json.writeNumberProperty("bytes", tensor.bytes());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TypeTotal total) {
        json.writeStartObject();
        json.writeStringProperty("type", total.type().name());
        json.writeNumberProperty("tensors", total.tensors());
        json.writeNumberProperty("weights", total.weights());
        json.writeNumberProperty("bytes", total.bytes());
        json.writeEndObject();
    }
}
