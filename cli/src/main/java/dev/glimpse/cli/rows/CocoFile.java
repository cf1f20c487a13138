package dev.glimpse.cli.rows;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The captions JSON of COCO: `images` and `annotations` that point at them; Glimpse's own field
/// `errors` names what could not be captioned. Rows are kept as JSONL in a file beside it, from
/// which it is made when all are there, in one step.
public final class CocoFile implements RowOutput {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final Path file;
    private final List<String> questions;
    private final RowFile rows;

    private CocoFile(Path file, List<String> questions, RowFile rows) {
        this.file = file;
        this.questions = questions;
        this.rows = rows;
    }

    /// Opens the file of rows, `captions.json.rows.jsonl` for `captions.json`.
    ///
    /// @param questions as the user wrote them; empty for a caption
    /// @see RowFile#open
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned output closes it
    public static CocoFile open(
            Path file, List<String> questions, Beginning beginning, Consumer<CaptionRow> earlier) {
        Path beside = file.resolveSibling(file.getFileName() + ".rows.jsonl");
        return new CocoFile(
                file,
                List.copyOf(questions),
                RowFile.open(beside, new JsonRows(questions), beginning, earlier));
    }

    @Override
    public void write(CaptionRow row) {
        rows.write(row);
    }

    @Override
    public void finish() {
        rows.finish();
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            writeAll(unfinished);
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | JacksonException e) {
            throw CommandException.failure(
                    "--out " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void writeAll(Path target) throws IOException {
        try (var stream = Files.newOutputStream(target);
                var json = FACTORY.createGenerator(ObjectWriteContext.empty(), stream)) {
            json.writeStartObject();
            array(json, "images", new Images(json));
            array(json, "annotations", new Annotations(json, questions));
            array(json, "errors", row -> error(json, row));
            json.writeEndObject();
        }
    }

    private void array(JsonGenerator json, String name, Consumer<CaptionRow> each)
            throws IOException {
        json.writeArrayPropertyStart(name);
        rows.readAll(each);
        json.writeEndArray();
    }

    private static void error(JsonGenerator json, CaptionRow row) {
        if (row.outcome() instanceof Failed(String reason)) {
            json.writeStartObject();
            json.writeStringProperty("file_name", row.image());
            json.writeStringProperty("error", reason);
            json.writeEndObject();
        }
    }

    @Override
    public void close() {
        rows.close();
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
