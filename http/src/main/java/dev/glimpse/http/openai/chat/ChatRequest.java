package dev.glimpse.http.openai.chat;

import dev.glimpse.http.openai.ReplyShape;
import dev.glimpse.runtime.GenerationRequest;

/// A chat completion, checked.
///
/// @param generation what to ask the model
/// @param reply how the client wants the answers
record ChatRequest(GenerationRequest generation, ReplyShape reply) {}
