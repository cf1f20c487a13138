package dev.glimpse.cli.rows;

import dev.glimpse.cli.json.JsonText;
import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import dev.glimpse.cli.rows.CaptionRow.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One JSON object a line: `image`, then `width`, `height`, `pixels` and `caption`, or `error`.
/// Where several questions are asked, `answers` takes the place of `caption`.
///
/// @param questions as the user wrote them; empty for a caption
public record JsonRows(List<String> questions) implements RowFormat {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    public JsonRows {
        questions = List.copyOf(questions);
    }

    @Override
    public String header() {
        return "";
    }

    @Override
    public boolean quotesLineBreaks() {
        return false;
    }

    @Override
    public String text(CaptionRow row) {
        return JsonText.object(json -> {
            json.writeStringProperty("image", row.image());
            switch (row.outcome()) {
                case Failed(String reason) -> json.writeStringProperty("error", reason);
                case Captioned captioned -> write(json, captioned);
            }
        });
    }

    private void write(JsonGenerator json, Captioned captioned) {
        json.writeNumberProperty("width", captioned.pixels().width());
        json.writeNumberProperty("height", captioned.pixels().height());
        json.writeStringProperty("pixels", captioned.pixels().digest());
        if (questions.isEmpty()) {
            json.writeStringProperty("caption", captioned.answers().getFirst());
            return;
        }
        json.writeArrayPropertyStart("answers");
        for (int i = 0; i < questions.size(); i++) {
            json.writeStartObject();
            json.writeStringProperty("question", questions.get(i));
            json.writeStringProperty("answer", captioned.answers().get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public CaptionRow parse(String text) {
        var fields = new HashMap<String, String>();
        var answers = new ArrayList<String>();
        var asked = new ArrayList<String>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    switch (json.currentName()) {
                        case "question" -> asked.add(json.getString());
                        case "answer", "caption" -> answers.add(json.getString());
                        case null -> throw new IllegalArgumentException("it is no JSON object");
                        case String name -> fields.put(name, json.getString());
                    }
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
        return new CaptionRow(required(fields, "image"), outcome(fields, asked, answers));
    }

    private Outcome outcome(Map<String, String> fields, List<String> asked, List<String> answers) {
        if (fields.containsKey("error")) {
            return new Failed(required(fields, "error"));
        }
        if (!asked.equals(questions) || answers.size() != Math.max(1, questions.size())) {
            throw new IllegalArgumentException("it answers other questions than this run asks");
        }
        return new Captioned(
                new PixelIdentity(
                        Integer.parseInt(required(fields, "width")),
                        Integer.parseInt(required(fields, "height")),
                        required(fields, "pixels")),
                answers);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no field \"" + name + "\"");
        }
        return value;
    }
}
