package dev.glimpse.http.caption;

import dev.glimpse.http.generate.AnswerJson;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.wire.ErrorForm;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/caption`. Thread-safe: its fields are.
public final class CaptionEndpoint implements Handler {
    private final ServedModel model;
    private final CaptionBody body;

    /// An endpoint of a model.
    public CaptionEndpoint(ServedModel model) {
        this.model = model;
        this.body = new CaptionBody(model.limits());
    }

    @Override
    public void handle(Context ctx) {
        MediaType type = MediaType.parse(ctx.contentType());
        CaptionBody.SHAPE.checkType(type);
        try (RequestBody bytes = model.bodies().read(ctx.req())) {
            CaptionBody.Request request = body.read(type, bytes.bytes());
            bytes.discard();
            if (request.stream() || ServerSentEvents.wanted(ctx.header("Accept"))) {
                stream(ctx, request);
            } else {
                ctx.contentType(MediaType.JSON).result(Json.bytes(reply(ctx, request, _ -> {})));
            }
        }
    }

    private void stream(Context ctx, CaptionBody.Request request) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        var events = new ServerSentEvents(ctx.res());
        events.stream(
                trace,
                () -> events.send("done", reply(ctx, request, event -> send(events, event))),
                failure -> events.send("error", failure.toJson(trace.id(), ErrorForm.PLAIN)));
    }

    private ObjectNode reply(
            Context ctx, CaptionBody.Request request, Consumer<GenerationEvent> events) {
        GenerationResult result = model.generations().run(request.generation(), ctx.req(), events);
        RequestTrace.of(ctx.req()).usage(result.usage());
        return CaptionReply.of(model.id(), request.style(), result);
    }

    private static void send(ServerSentEvents events, GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Reasoning(String text, _) ->
                    events.send("reasoning", AnswerJson.delta(text));
            case GenerationEvent.Text(String text, _) ->
                    events.send("delta", AnswerJson.delta(text));
            case GenerationEvent.Prompt _,
                    GenerationEvent.PromptScored _,
                    GenerationEvent.Finished _ -> {}
        }
    }
}
