package dev.glimpse.http.openai.completion;

import dev.glimpse.http.generate.ServedModel;
import dev.glimpse.http.openai.ReplyHead;
import dev.glimpse.http.wire.ErrorForm;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.MediaType;
import dev.glimpse.http.wire.RequestBody;
import dev.glimpse.http.wire.RequestTrace;
import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.PromptInput;
import dev.glimpse.runtime.Usage;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Answers `POST /v1/completions`. Thread-safe: its fields are.
public final class CompletionEndpoint implements Handler {
    private final ServedModel model;
    private final Function<List<Integer>, String> detokenizer;
    private final CompletionBody body;

    /// An endpoint of a model.
    ///
    /// @param detokenizer the text of tokens that the model has
    public CompletionEndpoint(ServedModel model, Function<List<Integer>, String> detokenizer) {
        this.model = model;
        this.detokenizer = detokenizer;
        this.body = new CompletionBody(model.limits());
    }

    @Override
    public void handle(Context ctx) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        MediaType.parse(ctx.contentType()).requireJson();
        try (RequestBody bytes = model.bodies().read(ctx.req())) {
            CompletionRequest request = body.read(bytes.bytes());
            bytes.discard();
            var reply =
                    new CompletionReply(
                            new ReplyHead("cmpl-" + trace.id(), Instant.now(), model.id()));
            if (request.reply().stream()) {
                stream(ctx, request, reply);
            } else {
                Outcome outcome = run(ctx, request, (_, _, _) -> {});
                ctx.contentType(MediaType.JSON)
                        .result(Json.bytes(reply.whole(outcome.answers(), outcome.usage())));
            }
        }
    }

    /// All answers to all prompts, and what they took.
    private record Outcome(List<CompletionReply.Answer> answers, Usage usage) {}

    /// Takes what happens.
    @FunctionalInterface
    private interface Listener {
        /// @param index of the answer among all of the request
        /// @param generation what it answers
        void accept(int index, GenerationEvent event, GenerationRequest generation);
    }

    private void stream(Context ctx, CompletionRequest request, CompletionReply reply) {
        RequestTrace trace = RequestTrace.of(ctx.req());
        var events = new ServerSentEvents(ctx.res());
        var chunks = new CompletionStream(events, reply, request.reply().includeUsage());
        Listener listener =
                (index, event, generation) -> {
                    if (event instanceof GenerationEvent.Prompt && request.echo()) {
                        chunks.begin(index, text(generation.prompt()), isPromptScored(generation));
                    }
                    chunks.send(index, event);
                };
        events.stream(
                trace,
                () -> chunks.end(run(ctx, request, listener).usage()),
                failure -> events.send(failure.toJson(trace.id(), ErrorForm.OPENAI)));
    }

    private static boolean isPromptScored(GenerationRequest generation) {
        return generation.logProbabilities().filter(LogProbabilityOptions::prompt).isPresent();
    }

    /// Answers one prompt after the other.
    private Outcome run(Context ctx, CompletionRequest request, Listener listener) {
        var answers = new ArrayList<CompletionReply.Answer>();
        var usage = new Usage(0, 0, 0);
        for (GenerationRequest generation : request.prompts()) {
            int first = answers.size();
            List<GenerationResult> results =
                    model.generations()
                            .run(
                                    generation,
                                    request.reply().answers(),
                                    ctx.req(),
                                    (event, answer) ->
                                            listener.accept(first + answer, event, generation));
            String prompt = request.echo() ? text(generation.prompt()) : "";
            results.forEach(result -> answers.add(new CompletionReply.Answer(prompt, result)));
            usage = sum(usage, ReplyHead.usage(results));
            RequestTrace.of(ctx.req()).usage(usage);
        }
        return new Outcome(answers, usage);
    }

    private static Usage sum(Usage one, Usage other) {
        return new Usage(
                one.promptTokens() + other.promptTokens(),
                one.imageTokens() + other.imageTokens(),
                one.completionTokens() + other.completionTokens());
    }

    /// A prompt as text; its tokens are known to be the model's.
    private String text(PromptInput prompt) {
        return switch (prompt) {
            case PromptInput.Text(String text) -> text;
            case PromptInput.Tokens(List<Integer> ids) -> detokenizer.apply(ids);
            case PromptInput.Conversation _ ->
                    throw new IllegalStateException("a completion has no turns");
        };
    }
}
