package dev.glimpse.http.api;

import dev.glimpse.http.body.BodyShape;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.wire.MediaType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a route does, takes and gives, in the terms of OpenAPI. Immutable; the methods make changed
/// copies.
///
/// @param id a name for generated clients: `askAboutImages`
/// @param tag the group it is listed in
/// @param summary a few words
/// @param description in Markdown
/// @param parameters parts of the path
/// @param requests what a body may be, one a media type; empty where there is none
/// @param replies what is answered where all went well
/// @param errors what else may be answered
public record Operation(
        String id,
        String tag,
        String summary,
        String description,
        List<Parameter> parameters,
        List<Content> requests,
        List<Content> replies,
        Set<ErrorType> errors) {
    public Operation {
        parameters = List.copyOf(parameters);
        requests = List.copyOf(requests);
        replies = List.copyOf(replies);
        errors = Set.copyOf(errors);
    }

    /// A part of the path.
    ///
    /// @param example a value that the service knows
    public record Parameter(String name, String description, String example) {}

    /// A body.
    ///
    /// @param schema of one event's data for `text/event-stream`
    public record Content(String mediaType, Schema schema, List<Example> examples) {
        public Content {
            examples = List.copyOf(examples);
        }
    }

    /// A body as it may be.
    ///
    /// @param name a word
    /// @param summary what it shows
    public record Example(String name, String summary, JsonNode value) {}

    /// An operation that may fail as every request may.
    public static Operation of(String id, String tag, String summary, String description) {
        return new Operation(
                id, tag, summary, description, List.of(), List.of(), List.of(), Set.of());
    }

    /// The same with a part of the path.
    public Operation with(Parameter parameter) {
        return copy(and(parameters, parameter), requests, replies, errors);
    }

    /// The same for bodies of a shape, as JSON and as forms.
    ///
    /// @param json examples of the first
    /// @param forms of the second, in whose examples files are what they hold in JSON
    public Operation taking(BodyShape shape, List<Example> json, List<Example> forms) {
        return taking(new Content(MediaType.JSON, shape.jsonSchema(), json))
                .taking(new Content(MediaType.FORM, shape.formSchema(), forms));
    }

    /// The same for a kind of body.
    public Operation taking(Content request) {
        return copy(parameters, and(requests, request), replies, errors);
    }

    /// The same with a reply in JSON.
    public Operation giving(Schema schema, Example... examples) {
        return giving(new Content(MediaType.JSON, schema, List.of(examples)));
    }

    /// The same with a kind of reply.
    public Operation giving(Content reply) {
        return copy(parameters, requests, and(replies, reply), errors);
    }

    /// The same that may fail in further ways.
    public Operation failing(ErrorType... types) {
        var all = EnumSet.noneOf(ErrorType.class);
        all.addAll(errors);
        all.addAll(List.of(types));
        return copy(parameters, requests, replies, all);
    }

    /// The same that may fail as whatever has a body and asks the model may.
    public Operation failingAsModelsDo() {
        return failing(
                ErrorType.INVALID_JSON,
                ErrorType.INVALID_REQUEST,
                ErrorType.INVALID_IMAGE,
                ErrorType.IMAGE_TOO_LARGE,
                ErrorType.UNSUPPORTED_IMAGE,
                ErrorType.PROMPT_TOO_LONG,
                ErrorType.UNAUTHORIZED,
                ErrorType.REQUEST_TIMEOUT,
                ErrorType.REQUEST_TOO_LARGE,
                ErrorType.UNSUPPORTED_MEDIA_TYPE,
                ErrorType.QUEUE_FULL,
                ErrorType.RATE_LIMITED,
                ErrorType.INTERNAL,
                ErrorType.UNAVAILABLE,
                ErrorType.DEADLINE_EXCEEDED);
    }

    /// The first reply of a media type.
    public Optional<Content> reply(String mediaType) {
        return replies.stream().filter(reply -> reply.mediaType().equals(mediaType)).findFirst();
    }

    private Operation copy(
            List<Parameter> parameters,
            List<Content> requests,
            List<Content> replies,
            Set<ErrorType> errors) {
        return new Operation(id, tag, summary, description, parameters, requests, replies, errors);
    }

    private static <E> List<E> and(List<E> list, E more) {
        var all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
