package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.Optional;

/// A conversation to continue.
///
/// @param messages the turns so far, the last of them the user's
/// @param sampling how tokens are chosen
/// @param maxTokens the answer's length at most, in tokens; at least 1
/// @param stop the answer ends before the first of these strings; none empty, none with half a
///   surrogate pair, at most [#MAX_STOPS]
/// @param format the form of the answer
/// @param thinking whether the model shall think aloud before it answers; absent leaves it to the
///   model's chat template
public record GenerationRequest(
        List<Message> messages,
        SamplingOptions sampling,
        int maxTokens,
        List<String> stop,
        ResponseFormat format,
        Optional<Boolean> thinking) {

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
        if (sampling.ignoreEos() && format.grammar().isPresent()) {
            throw new IllegalArgumentException(
                    "ignore_eos is set beside a response format, which says where answers end;"
                            + " leave one of them out");
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

    /// Any text, thinking as the model does.
    public GenerationRequest(
            List<Message> messages, SamplingOptions sampling, int maxTokens, List<String> stop) {
        this(messages, sampling, maxTokens, stop, ResponseFormat.TEXT, Optional.empty());
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
        return new GenerationRequest(messages, value, maxTokens, stop, format, thinking);
    }

    public GenerationRequest withMaxTokens(int value) {
        return new GenerationRequest(messages, sampling, value, stop, format, thinking);
    }

    public GenerationRequest withStop(List<String> value) {
        return new GenerationRequest(messages, sampling, maxTokens, value, format, thinking);
    }

    public GenerationRequest withFormat(ResponseFormat value) {
        return new GenerationRequest(messages, sampling, maxTokens, stop, value, thinking);
    }

    public GenerationRequest withThinking(Optional<Boolean> value) {
        return new GenerationRequest(messages, sampling, maxTokens, stop, format, value);
    }
}
