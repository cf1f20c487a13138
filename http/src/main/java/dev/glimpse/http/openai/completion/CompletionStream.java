package dev.glimpse.http.openai.completion;

import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Writes completions as they are made: a chunk an event, then `[DONE]`. Confined to the request's
/// thread.
final class CompletionStream {
    private final ServerSentEvents events;
    private final CompletionReply reply;
    private final boolean includeUsage;

    /// By answer: the prompt that it begins with.
    private final Map<Integer, String> echoes = new HashMap<>();

    /// By answer: how far its tokens are.
    private final Map<Integer, TokenPlaces> places = new HashMap<>();

    /// @param includeUsage whether a chunk at the end tells what the answers took
    CompletionStream(ServerSentEvents events, CompletionReply reply, boolean includeUsage) {
        this.events = events;
        this.reply = reply;
        this.includeUsage = includeUsage;
    }

    /// Begins an answer with its prompt.
    ///
    /// @param index of the answer among all of the request
    /// @param scored whether the prompt's scores follow; the text is sent with them
    void begin(int index, String prompt, boolean scored) {
        echoes.put(index, prompt);
        if (!scored) {
            chunk(index, prompt, Optional.empty());
        }
    }

    /// Sends what happened to an answer.
    ///
    /// @param index of the answer among all of the request
    void send(int index, GenerationEvent event) {
        switch (event) {
            case GenerationEvent.PromptScored(List<PromptToken> tokens) -> {
                String prompt = echoes.getOrDefault(index, "");
                var begin = new TokenPlaces(prompt);
                ObjectNode columns = new TokenColumns(begin).addPrompt(tokens).json();
                begin.endPrompt();
                places.put(index, begin);
                chunk(index, prompt, Optional.of(columns));
            }
            case GenerationEvent.Text(String text, List<ScoredToken> tokens) ->
                    chunk(index, text, columns(index, tokens));
            case GenerationEvent.Finished(GenerationResult result) -> finish(index, result);
            // A bare prompt has no thoughts.
            case GenerationEvent.Prompt _, GenerationEvent.Reasoning _ -> {}
        }
    }

    private Optional<ObjectNode> columns(int index, List<ScoredToken> tokens) {
        return tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TokenColumns(places.computeIfAbsent(index, _ -> new TokenPlaces("")))
                                .add(tokens)
                                .json());
    }

    private void finish(int index, GenerationResult result) {
        if (result.finishReason() == FinishReason.CANCELLED) {
            return;
        }
        List<ScoredToken> end =
                result.logProbabilities().map(CompletionReply::end).orElse(List.of());
        send(reply.chunk(index, "", columns(index, end), Optional.of(result.finishReason())));
    }

    /// Ends a stream whose answers are complete.
    void end(Usage usage) {
        if (includeUsage) {
            events.send(reply.usageChunk(usage));
        }
        events.send("[DONE]");
    }

    private void chunk(int index, String text, Optional<ObjectNode> columns) {
        send(reply.chunk(index, text, columns, Optional.empty()));
    }

    private void send(ObjectNode chunk) {
        if (includeUsage) {
            chunk.putNull("usage");
        }
        events.send(chunk);
    }
}
