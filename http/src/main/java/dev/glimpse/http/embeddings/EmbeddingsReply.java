package dev.glimpse.http.embeddings;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.generate.AnswerJson;
import dev.glimpse.http.wire.Json;
import dev.glimpse.runtime.ImageEmbeddings;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.ImageEmbedding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Embeddings as JSON, written without a copy of them all.
///
/// @param pooled one row an image rather than all
/// @param base64 rather than numbers
record EmbeddingsReply(String modelId, boolean pooled, boolean base64) {

    /// @param out is flushed and stays open
    /// @throws IOException if the client is gone
    void write(ImageEmbeddings embeddings, OutputStream out) throws IOException {
        Json.write(
                out,
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("object", "list");
                    json.writeArrayPropertyStart("data");
                    List<EncodedImage> images = embeddings.images();
                    for (int i = 0; i < images.size(); i++) {
                        image(json, i, images.get(i));
                    }
                    json.writeEndArray();
                    json.writeStringProperty("model", modelId);
                    json.writeObjectPropertyStart("usage");
                    json.writeNumberProperty("image_tokens", tokens(embeddings));
                    json.writeEndObject();
                    json.writeName("timings_ms");
                    json.writeTree(AnswerJson.timings(embeddings.timings()));
                    json.writeEndObject();
                });
    }

    static int tokens(ImageEmbeddings embeddings) {
        return embeddings.images().stream().mapToInt(EncodedImage::imageTokens).sum();
    }

    private void image(JsonGenerator json, int index, EncodedImage image) {
        List<ImageEmbedding> slices = image.embeddings();
        int width = slices.getFirst().width();
        json.writeStartObject();
        json.writeStringProperty("object", "embedding");
        json.writeNumberProperty("index", index);
        json.writeArrayPropertyStart("shape");
        if (!pooled) {
            json.writeNumber(image.imageTokens());
        }
        json.writeNumber(width).writeEndArray();
        json.writeArrayPropertyStart("slices");
        slices.forEach(slice -> json.writeNumber(slice.rows()));
        json.writeEndArray();
        json.writeName("embedding");
        if (base64) {
            json.writeBinary(bytes(image, width));
        } else if (pooled) {
            row(json, image.meanRow());
        } else {
            rows(json, slices, width);
        }
        json.writeEndObject();
    }

    private static void rows(JsonGenerator json, List<ImageEmbedding> slices, int width) {
        var row = new float[width];
        json.writeStartArray();
        for (ImageEmbedding slice : slices) {
            for (int i = 0; i < slice.rows(); i++) {
                slice.copyRow(i, row);
                row(json, row);
            }
        }
        json.writeEndArray();
    }

    private static void row(JsonGenerator json, float[] values) {
        json.writeStartArray();
        for (float value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private byte[] bytes(EncodedImage image, int width) {
        int rows = pooled ? 1 : image.imageTokens();
        var bytes =
                ByteBuffer.allocate(Math.multiplyExact(rows * Float.BYTES, width))
                        .order(ByteOrder.LITTLE_ENDIAN);
        var floats = bytes.asFloatBuffer();
        if (pooled) {
            floats.put(image.meanRow());
            return bytes.array();
        }
        var row = new float[width];
        for (ImageEmbedding slice : image.embeddings()) {
            for (int i = 0; i < slice.rows(); i++) {
                slice.copyRow(i, row);
                floats.put(row);
            }
        }
        return bytes.array();
    }

    /// What [#write] writes.
    static Schema schema() {
        Schema numbers = Schema.array(Schema.number());
        var image = new LinkedHashMap<String, Schema>();
        image.put("object", Schema.constant("embedding"));
        image.put("index", Schema.count());
        image.put(
                "shape",
                Schema.array(Schema.count())
                        .described("The row's length, with `none` after the number of rows."));
        image.put(
                "slices",
                Schema.array(Schema.count())
                        .described("Rows of the overview and of each slice, in their order."));
        image.put(
                "embedding",
                Schema.anyOf(
                        numbers.described("The mean."),
                        Schema.array(numbers).described("All rows."),
                        Schema.string().described("base64 of 32-bit floats, least byte first.")));
        var usage = new LinkedHashMap<String, Schema>();
        usage.put("image_tokens", Schema.count());
        var members = new LinkedHashMap<String, Schema>();
        members.put("object", Schema.constant("list"));
        members.put("data", Schema.array(Schema.object(image, List.copyOf(image.keySet()))));
        members.put("model", Schema.string());
        members.put("usage", Schema.object(usage, List.of("image_tokens")));
        members.put("timings_ms", AnswerJson.timingsSchema());
        return Schema.object(members, List.copyOf(members.keySet()));
    }
}
