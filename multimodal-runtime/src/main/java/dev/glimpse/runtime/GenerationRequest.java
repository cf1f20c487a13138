package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;

/// A conversation to continue.
///
/// @param messages the turns so far, the last of them the user's
/// @param sampling how tokens are chosen
/// @param maxTokens the answer's length at most, in tokens; at least 1
/// @param stop the answer ends before the first of these strings; none empty, none with half a
///   surrogate pair, at most [#MAX_STOPS]
public record GenerationRequest(
        List<Message> messages, SamplingOptions sampling, int maxTokens, List<String> stop) {

    /// Answers end here unless a request says otherwise.
    public static final int DEFAULT_MAX_TOKENS = 256;

    /// How many stop strings a request may have.
    public static final int MAX_STOPS = 16;

    public GenerationRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        if (maxTokens < 1) {
            throw new IllegalArgumentException(
                    "max_tokens is " + maxTokens + "; allowed: 1 or more");
        }
        if (stop.size() > MAX_STOPS) {
            throw new IllegalArgumentException(
                    "stop has " + stop.size() + " strings; at most " + MAX_STOPS + " are allowed");
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stop has an empty string; each needs a character");
        }
        if (stop.stream().flatMapToInt(String::codePoints).anyMatch(GenerationRequest::isHalf)) {
            throw new IllegalArgumentException(
                    "stop has a string with half a surrogate pair; only whole characters are"
                            + " allowed");
        }
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /// The likeliest answer, of at most [#DEFAULT_MAX_TOKENS] tokens.
    public static GenerationRequest of(List<Message> messages) {
        return new GenerationRequest(
                messages, SamplingOptions.GREEDY, DEFAULT_MAX_TOKENS, List.of());
    }

    /// The likeliest answer to one user's turn.
    public static GenerationRequest of(Message message) {
        return of(List.of(message));
    }

    public GenerationRequest withSampling(SamplingOptions value) {
        return new GenerationRequest(messages, value, maxTokens, stop);
    }

    public GenerationRequest withMaxTokens(int value) {
        return new GenerationRequest(messages, sampling, value, stop);
    }

    public GenerationRequest withStop(List<String> value) {
        return new GenerationRequest(messages, sampling, maxTokens, value);
    }
}
