package dev.glimpse.cli.json;

import dev.glimpse.evaluation.run.AnsweredQuestion;
import dev.glimpse.evaluation.run.SampleRun;
import dev.glimpse.evaluation.scoring.Accuracy;
import dev.glimpse.evaluation.scoring.NormalizedExactMatch;
import tools.jackson.core.JsonGenerator;

/// The outcome of `glimpse samples`: the model, the rule, each answer, and the accuracy with its
/// 95% interval.
public final class SampleRunJson {
    private SampleRunJson() {}

    /// The object as a line.
    ///
    /// @param model the model's short name
    public static String of(String model, SampleRun run) {
        return JsonText.object(json -> {
            json.writeStringProperty("model", model);
            json.writeStringProperty("rule", NormalizedExactMatch.NAME);
            json.writeArrayPropertyStart("answers");
            run.answers().forEach(answered -> write(json, answered));
            json.writeEndArray();
            accuracy(json, run.accuracy());
        });
    }

    private static void write(JsonGenerator json, AnsweredQuestion answered) {
        json.writeStartObject();
        json.writeStringProperty("image", answered.question().name());
        json.writeStringProperty("question", answered.question().question());
        json.writeStringProperty("answer", answered.answer());
        json.writeArrayPropertyStart("accepted");
        answered.question().accepted().forEach(json::writeString);
        json.writeEndArray();
        json.writeBooleanProperty("right", answered.right());
        json.writeEndObject();
    }

    private static void accuracy(JsonGenerator json, Accuracy accuracy) {
        var interval = accuracy.wilson95();
        json.writeNumberProperty("right", (long) accuracy.right());
        json.writeNumberProperty("total", accuracy.total());
        json.writeNumberProperty("accuracy", accuracy.fraction());
        json.writeArrayPropertyStart("wilson_95");
        json.writeNumber(interval.low());
        json.writeNumber(interval.high());
        json.writeEndArray();
    }
}
