package dev.glimpse.http.vqa;

import dev.glimpse.runtime.GenerationRequest;

/// A question about images, checked.
///
/// @param generation what to ask the model
/// @param stream whether the client wants the answer as it is made
record VqaRequest(GenerationRequest generation, boolean stream) {}
