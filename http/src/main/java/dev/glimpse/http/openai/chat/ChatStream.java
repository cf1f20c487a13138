package dev.glimpse.http.openai.chat;

import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.ServerSentEvents;
import dev.glimpse.runtime.FinishReason;
import dev.glimpse.runtime.GenerationEvent;
import dev.glimpse.runtime.GenerationResult;
import dev.glimpse.runtime.ScoredToken;
import java.util.List;
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
                    send(
                            reply.chunk(
                                    index,
                                    Json.object().put("role", "assistant").put("content", ""),
                                    List.of()));
            case GenerationEvent.PromptScored _ -> {}
            case GenerationEvent.Reasoning(String text, _) -> {
                if (!text.isEmpty()) {
                    send(
                            reply.chunk(
                                    index,
                                    Json.object().put("reasoning_content", text),
                                    List.of()));
                }
            }
            case GenerationEvent.Text(String text, List<ScoredToken> tokens) ->
                    send(reply.chunk(index, Json.object().put("content", text), tokens));
            case GenerationEvent.Finished(GenerationResult result) -> {
                if (result.finishReason() != FinishReason.CANCELLED) {
                    send(reply.endChunk(index, result));
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

    private void send(ObjectNode chunk) {
        if (includeUsage) {
            chunk.putNull("usage");
        }
        events.send(chunk);
    }
}
