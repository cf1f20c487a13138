package dev.glimpse.http.vqa;

import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.generate.Generations;
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
import java.util.Locale;

/// Answers `POST /v1/vqa`. Thread-safe: its fields are.
public final class VqaEndpoint implements Handler {
    private final String modelId;
    private final Generations generations;
    private final VqaBody body;
    private final RequestBody.Reader bodies;

    /// An endpoint with its limits.
    ///
    /// @param modelId the name in replies
    public VqaEndpoint(
            String modelId,
            Generations generations,
            ContentLimits limits,
            RequestBody.Reader bodies) {
        this.modelId = modelId;
        this.generations = generations;
        this.body = new VqaBody(limits);
        this.bodies = bodies;
    }

    @Override
    public void handle(Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        MediaType type = MediaType.parse(ctx.contentType());
        body.checkType(type);
        try (RequestBody bytes = bodies.read(ctx.req())) {
            VqaRequest request = body.read(type, bytes.bytes());
            bytes.discard();
            if (request.stream() || acceptsEvents(ctx)) {
                stream(ctx, request, trace);
            } else {
                GenerationResult result = generations.run(request.generation(), ctx.req(), _ -> {});
                trace.usage(result.usage());
                ctx.contentType("application/json")
                        .result(Json.bytes(VqaReply.whole(modelId, result)));
            }
        }
    }

    private void stream(Context ctx, VqaRequest request, RequestTrace trace) {
        var events = new ServerSentEvents(ctx.res());
        events.stream(
                trace,
                () -> {
                    GenerationResult result =
                            generations.run(
                                    request.generation(), ctx.req(), event -> send(events, event));
                    trace.usage(result.usage());
                    events.send("done", VqaReply.whole(modelId, result));
                },
                failure -> events.send("error", failure.toJson(trace.id(), ErrorForm.PLAIN)));
    }

    private static void send(ServerSentEvents events, GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Reasoning(String text, _) ->
                    events.send("reasoning", VqaReply.delta(text));
            case GenerationEvent.Text(String text, _) -> events.send("delta", VqaReply.delta(text));
            case GenerationEvent.Prompt _,
                    GenerationEvent.PromptScored _,
                    GenerationEvent.Finished _ -> {}
        }
    }

    private static boolean acceptsEvents(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
    }
}
