package dev.glimpse.http.vqa;

import dev.glimpse.runtime.GenerationRequest;
import java.util.List;

/// Questions about images, checked.
///
/// @param asked one or more
/// @param listed whether the reply has a list of answers
/// @param stream whether the client wants the answers as they are made
record VqaRequest(List<Asked> asked, boolean listed, boolean stream) {
    VqaRequest {
        asked = List.copyOf(asked);
    }

    /// One question.
    ///
    /// @param question its text
    /// @param generation what to ask the model
    /// @param choices the answers to score; empty where the model makes one
    record Asked(String question, GenerationRequest generation, List<String> choices) {
        Asked {
            choices = List.copyOf(choices);
        }
    }
}
