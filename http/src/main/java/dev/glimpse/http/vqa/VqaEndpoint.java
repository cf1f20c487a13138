package dev.glimpse.http.vqa;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.generate.Generations;
import dev.glimpse.http.wire.BodyBudget;
import dev.glimpse.http.wire.Failures;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.UncheckedIOException;
import java.util.Locale;

/// Answers `POST /v1/vqa`. Thread-safe: its fields are.
public final class VqaEndpoint implements Handler {
    private final String modelId;
    private final Generations generations;
    private final VqaBody body;
    private final RequestBody.Limits limits;
    private final BodyBudget budget;

    /// An endpoint with its limits.
    ///
    /// @param modelId the name in replies
    public VqaEndpoint(
            String modelId,
            Generations generations,
            VqaLimits limits,
            RequestBody.Limits bodyLimits,
            BodyBudget budget) {
        this.modelId = modelId;
        this.generations = generations;
        this.body = new VqaBody(limits);
        this.limits = bodyLimits;
        this.budget = budget;
    }

    @Override
    public void handle(Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        MediaType type = MediaType.parse(ctx.contentType());
        body.checkType(type);
        try (RequestBody bytes = RequestBody.read(ctx.req(), limits, budget)) {
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
        try {
            GenerationResult result =
                    generations.run(
                            request.generation(),
                            ctx.req(),
                            event -> {
                                switch (event) {
                                    case GenerationEvent.Reasoning(String text) ->
                                            events.send("reasoning", VqaReply.delta(text));
                                    case GenerationEvent.Text(String text) ->
                                            events.send("delta", VqaReply.delta(text));
                                    case GenerationEvent.Prompt _, GenerationEvent.Finished _ -> {}
                                }
                            });
            trace.usage(result.usage());
            events.send("done", VqaReply.whole(modelId, result));
        } catch (UncheckedIOException _) {
            trace.outcome(ErrorType.CLIENT_CLOSED);
        } catch (RuntimeException e) {
            if (!events.started()) {
                throw e;
            }
            fail(events, e, trace);
        }
    }

    /// The status is out: the failure is an event, and the log has its status.
    private static void fail(
            ServerSentEvents events, RuntimeException failure, RequestTrace trace) {
        boolean gone = failure instanceof RequestException e && e.type() == ErrorType.CLIENT_CLOSED;
        var reply = Failures.report(failure, trace);
        if (!gone) {
            try {
                events.send("error", reply.toJson(trace.id()));
            } catch (UncheckedIOException _) {
                trace.outcome(ErrorType.CLIENT_CLOSED);
            }
        }
    }

    private static boolean acceptsEvents(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
    }
}
