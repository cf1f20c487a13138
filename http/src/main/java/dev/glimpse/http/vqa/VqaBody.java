package dev.glimpse.http.vqa;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.BodyShape;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.fields.ImageFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.video.VideoFields;
import dev.glimpse.http.vqa.QuestionFields.Posed;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads questions from a request's body. Immutable.
final class VqaBody {
    private static final Field<Boolean> STREAM =
            Field.flag("stream", "Whether the answer comes as it is made, in server-sent events.");

    /// All fields.
    static final BodyShape SHAPE =
            new BodyShape(
                    Stream.of(
                                    ImageFields.SEVERAL.stream(),
                                    VideoFields.FIELDS.stream(),
                                    QuestionFields.FIELDS.stream(),
                                    GenerationFields.FIELDS.stream(),
                                    ImageOptionFields.FIELDS.stream(),
                                    Stream.of(STREAM))
                            .<Field<?>>flatMap(fields -> fields)
                            .toList(),
                    List.of("question", "questions"));

    private final ImageFields images;
    private final VideoFields videos;
    private final QuestionFields questions;

    VqaBody(ContentLimits limits) {
        images = new ImageFields(limits);
        videos = new VideoFields(limits);
        questions = new QuestionFields(limits);
    }

    /// Reads a body of either type.
    ///
    /// @throws dev.glimpse.http.fault.RequestException if the body is of another type, malformed,
    ///   or says something that is not allowed
    VqaRequest read(MediaType type, byte[] body) {
        BodyFields fields = SHAPE.read(type, body);
        var seen =
                new ArrayList<Content>(
                        videos.areIn(fields) ? images.readAny(fields) : images.read(fields));
        seen.addAll(videos.read(fields));
        QuestionFields.Questions posed = questions.read(fields);
        if (posed.all().stream().noneMatch(each -> each.choices().isEmpty())) {
            refuseGenerationOptions(fields);
        }
        var generation = new GenerationFields(GenerationRequest.DEFAULT_MAX_TOKENS);
        generation.read(fields);
        var asked = new ArrayList<VqaRequest.Asked>();
        for (Posed question : posed.all()) {
            var content = new ArrayList<>(seen);
            content.add(Content.text(question.text()));
            GenerationRequest request = generation.build(List.of(new Message(Role.USER, content)));
            asked.add(new VqaRequest.Asked(question.text(), request, question.choices()));
        }
        return new VqaRequest(asked, posed.listed(), fields.get(STREAM).orElse(false));
    }

    /// Choices are scored, not made: what says how to make answers would be ignored.
    private static void refuseGenerationOptions(BodyFields fields) {
        for (Field<?> field : GenerationFields.FIELDS) {
            if (fields.has(field)) {
                throw invalid(
                        field.name(),
                        field.name()
                                + " says how answers are made, and with choices none is: they are"
                                + " scored; leave one of them out");
            }
        }
    }
}
