package dev.glimpse.http.openai.chat;

import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.openai.ReplyHead;
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
import java.time.Instant;
import java.util.List;
import java.util.function.ObjIntConsumer;

/// Answers `POST /v1/chat/completions`. Thread-safe: its fields are.
public final class ChatEndpoint implements Handler {
    private final ServedModel model;
    private final ChatBody body;

    /// An endpoint of a model.
    public ChatEndpoint(ServedModel model) {
        this.model = model;
        this.body = new ChatBody(model.limits());
    }

    @Override
    public void handle(Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        MediaType.parse(ctx.contentType()).requireJson();
        try (RequestBody bytes = model.bodies().read(ctx.req())) {
            ChatRequest request = body.read(bytes.bytes());
            bytes.discard();
            var reply =
                    new ChatReply(
                            new ReplyHead("chatcmpl-" + trace.id(), Instant.now(), model.id()));
            if (request.reply().stream()) {
                stream(ctx, request, reply);
            } else {
                List<GenerationResult> results = run(ctx, request, (_, _) -> {});
                ctx.contentType(MediaType.JSON).result(Json.bytes(reply.whole(results)));
            }
        }
    }

    private void stream(Context ctx, ChatRequest request, ChatReply reply) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        var events = new ServerSentEvents(ctx.res());
        var chunks = new ChatStream(events, reply, request.reply().includeUsage());
        events.stream(
                trace,
                () -> chunks.end(run(ctx, request, (event, index) -> chunks.send(index, event))),
                failure -> events.send(failure.toJson(trace.id(), ErrorForm.OPENAI)));
    }

    private List<GenerationResult> run(
            Context ctx, ChatRequest request, ObjIntConsumer<GenerationEvent> events) {
        List<GenerationResult> results =
                model.generations()
                        .run(request.generation(), request.reply().answers(), ctx.req(), events);
        RequestTrace.of(ctx.req()).usage(ReplyHead.usage(results));
        return results;
    }
}
