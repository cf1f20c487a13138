package dev.glimpse.http.openai.completion;

import dev.glimpse.http.openai.ReplyShape;
import dev.glimpse.runtime.GenerationRequest;
import java.util.List;

/// A completion, checked.
///
/// @param prompts what to ask the model, one request a prompt
/// @param echo whether answers begin with their prompt
/// @param reply how the client wants the answers
record CompletionRequest(List<GenerationRequest> prompts, boolean echo, ReplyShape reply) {
    CompletionRequest {
        prompts = List.copyOf(prompts);
    }
}
