package dev.glimpse.http.vqa;

import dev.glimpse.http.generate.AnswerJson;
import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.vqa.VqaReply.Answered;
import dev.glimpse.http.vqa.VqaRequest.Asked;
import dev.glimpse.http.wire.ErrorForm;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.Usage;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/vqa`. Thread-safe: its fields are.
public final class VqaEndpoint implements Handler {
    private final ServedModel model;
    private final VqaBody body;

    /// An endpoint of a model.
    public VqaEndpoint(ServedModel model) {
        this.model = model;
        this.body = new VqaBody(model.limits());
    }

    @Override
    public void handle(Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        MediaType type = MediaType.parse(ctx.contentType());
        VqaBody.SHAPE.checkType(type);
        try (RequestBody bytes = model.bodies().read(ctx.req())) {
            VqaRequest request = body.read(type, bytes.bytes());
            bytes.discard();
            if (request.stream() || ServerSentEvents.wanted(ctx.header("Accept"))) {
                stream(ctx, request, trace);
            } else {
                ObjectNode reply = reply(ctx, request, (_, _) -> {}, _ -> {});
                ctx.contentType(MediaType.JSON).result(Json.bytes(reply));
            }
        }
    }

    private void stream(Context ctx, VqaRequest request, RequestTrace trace) {
        var events = new ServerSentEvents(ctx.res());
        boolean listed = request.listed();
        events.stream(
                trace,
                () ->
                        events.send(
                                "done",
                                reply(
                                        ctx,
                                        request,
                                        (event, index) -> send(events, event, listed, index),
                                        answer -> events.send("answer", answer))),
                failure -> events.send("error", failure.toJson(trace.id(), ErrorForm.PLAIN)));
    }

    /// Answers one question after the other: what they have in common is computed once.
    ///
    /// @param events told what happens, with the question's place
    /// @param answers told each answer of a list
    private ObjectNode reply(
            Context ctx,
            VqaRequest request,
            BiConsumer<GenerationEvent, Integer> events,
            Consumer<ObjectNode> answers) {
        if (!request.listed()) {
            Answered only =
                    answer(ctx, request.asked().getFirst(), event -> events.accept(event, 0));
            return VqaReply.single(model.id(), only);
        }
        var list = new ArrayList<ObjectNode>();
        for (Asked asked : request.asked()) {
            int index = list.size();
            Answered answered = answer(ctx, asked, event -> events.accept(event, index));
            ObjectNode json = VqaReply.listed(index, asked.question(), answered);
            answers.accept(json);
            list.add(json);
        }
        return VqaReply.list(model.id(), list);
    }

    private Answered answer(Context ctx, Asked asked, Consumer<GenerationEvent> events) {
        if (!asked.choices().isEmpty()) {
            return new Answered.Scored(
                    model.generations()
                            .score(asked.generation().messages(), asked.choices(), ctx.req()));
        }
        GenerationResult result = model.generations().run(asked.generation(), ctx.req(), events);
        count(RequestTrace.of(ctx.req()), result.usage());
        return new Answered.Made(result);
    }

    private static void count(RequestTrace trace, Usage more) {
        Optional<Usage> before = trace.usage();
        trace.usage(
                before.map(sum ->
                                new Usage(
                                        sum.promptTokens() + more.promptTokens(),
                                        sum.imageTokens() + more.imageTokens(),
                                        sum.completionTokens() + more.completionTokens()))
                        .orElse(more));
    }

    private static void send(
            ServerSentEvents events, GenerationEvent event, boolean listed, int index) {
        switch (event) {
            case GenerationEvent.Reasoning(String text, _) ->
                    events.send("reasoning", delta(text, listed, index));
            case GenerationEvent.Text(String text, _) ->
                    events.send("delta", delta(text, listed, index));
            case GenerationEvent.Prompt _,
                    GenerationEvent.PromptScored _,
                    GenerationEvent.Finished _ -> {}
        }
    }

    private static ObjectNode delta(String text, boolean listed, int index) {
        ObjectNode delta = AnswerJson.delta(text);
        return listed ? delta.put("index", index) : delta;
    }
}
