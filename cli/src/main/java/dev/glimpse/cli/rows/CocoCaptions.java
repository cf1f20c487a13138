package dev.glimpse.cli.rows;

import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The captions JSON of COCO: `images` and `annotations` that point at them; Glimpse's own field
/// `errors` names what could not be captioned.
///
/// @param questions as the user wrote them; empty for a caption
public record CocoCaptions(List<String> questions) implements WholeFile.Form {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    public CocoCaptions {
        questions = List.copyOf(questions);
    }

    @Override
    public void write(OutputStream stream, WholeFile.AllRows rows) throws IOException {
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), stream)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("images");
            rows.forEach(new Images(json));
            json.writeEndArray();
            json.writeArrayPropertyStart("annotations");
            rows.forEach(new Annotations(json, questions));
            json.writeEndArray();
            json.writeArrayPropertyStart("errors");
            rows.forEach(row -> error(json, row));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void error(JsonGenerator json, CaptionRow row) {
        if (row.outcome() instanceof Failed(String reason)) {
            json.writeStartObject();
            json.writeStringProperty("file_name", row.image());
            json.writeStringProperty("error", reason);
            json.writeEndObject();
        }
    }

    /// Writes the images that have captions, numbered from 1 in the rows' order.
    private static final class Images implements Consumer<CaptionRow> {
        private final JsonGenerator json;
        private int id;

        Images(JsonGenerator json) {
            this.json = json;
        }

        @Override
        public void accept(CaptionRow row) {
            if (row.outcome() instanceof Captioned captioned) {
                id++;
                json.writeStartObject();
                json.writeNumberProperty("id", id);
                json.writeStringProperty("file_name", row.image());
                json.writeNumberProperty("width", captioned.pixels().width());
                json.writeNumberProperty("height", captioned.pixels().height());
                json.writeEndObject();
            }
        }
    }

    /// Writes their captions, numbered from 1, with the question where there are several.
    private static final class Annotations implements Consumer<CaptionRow> {
        private final JsonGenerator json;
        private final List<String> questions;
        private int imageId;
        private int id;

        Annotations(JsonGenerator json, List<String> questions) {
            this.json = json;
            this.questions = questions;
        }

        @Override
        public void accept(CaptionRow row) {
            if (row.outcome() instanceof Captioned captioned) {
                imageId++;
                for (int i = 0; i < captioned.answers().size(); i++) {
                    id++;
                    json.writeStartObject();
                    json.writeNumberProperty("id", id);
                    json.writeNumberProperty("image_id", imageId);
                    if (!questions.isEmpty()) {
                        json.writeStringProperty("question", questions.get(i));
                    }
                    json.writeStringProperty("caption", captioned.answers().get(i));
                    json.writeEndObject();
                }
            }
        }
    }
}
