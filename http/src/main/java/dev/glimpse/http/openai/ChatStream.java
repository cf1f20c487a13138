package dev.glimpse.http.openai;

import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Writes answers as they are made: a chunk an event, then `[DONE]`. Confined to the request's
/// thread.
final class ChatStream {
    private final ServerSentEvents events;
    private final ChatReply reply;
    private final boolean includeUsage;

    /// @param includeUsage whether a chunk at the end tells what the answers took
    ChatStream(ServerSentEvents events, ChatReply reply, boolean includeUsage) {
        this.events = events;
        this.reply = reply;
        this.includeUsage = includeUsage;
    }

    /// Sends what happened to an answer.
    ///
    /// @param index of the answer
    void send(int index, GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Prompt _ ->
                    chunk(index, Json.object().put("role", "assistant").put("content", ""));
            case GenerationEvent.Reasoning(String text) ->
                    chunk(index, Json.object().put("reasoning_content", text));
            case GenerationEvent.Text(String text) ->
                    chunk(index, Json.object().put("content", text));
            case GenerationEvent.Finished(GenerationResult result) -> {
                if (result.finishReason() != FinishReason.CANCELLED) {
                    chunk(index, Json.object(), Optional.of(result.finishReason()));
                }
            }
        }
    }

    /// Ends a stream whose answers are complete.
    void end(List<GenerationResult> results) {
        if (includeUsage) {
            events.send(reply.usageChunk(results));
        }
        events.send("[DONE]");
    }

    private void chunk(int index, ObjectNode delta) {
        chunk(index, delta, Optional.empty());
    }

    private void chunk(int index, ObjectNode delta, Optional<FinishReason> finish) {
        ObjectNode chunk = reply.chunk(index, delta, finish);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        events.send(chunk);
    }
}
