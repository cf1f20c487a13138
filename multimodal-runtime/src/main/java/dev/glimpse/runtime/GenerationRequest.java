package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.Optional;

/// A conversation or a text to continue.
///
/// @param prompt what is continued
/// @param sampling how tokens are chosen
/// @param maxTokens the answer's length at most, in tokens; 0 computes the prompt alone
/// @param stop the answer ends before the first of these strings; none empty, none with half a
///   surrogate pair, at most [#MAX_STOPS]
/// @param format the form of the answer
/// @param logProbabilities which log-probabilities are wanted; without any, none is computed
public record GenerationRequest(
        PromptInput prompt,
        SamplingOptions sampling,
        int maxTokens,
        List<String> stop,
        ResponseFormat format,
        Optional<LogProbabilityOptions> logProbabilities) {

    /// Answers end here unless a request says otherwise.
    public static final int DEFAULT_MAX_TOKENS = 256;

    /// How many stop strings a request may have.
    public static final int MAX_STOPS = 16;

    public GenerationRequest {
        stop = List.copyOf(stop);
        if (maxTokens < 0) {
            throw new IllegalArgumentException(
                    "max_tokens is " + maxTokens + "; allowed: 0 (the prompt alone) or more");
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
        this(
                new PromptInput.Conversation(messages, Optional.empty()),
                sampling,
                maxTokens,
                stop,
                ResponseFormat.TEXT,
                Optional.empty());
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /// The likeliest answer, of at most [#DEFAULT_MAX_TOKENS] tokens.
    public static GenerationRequest of(List<Message> messages) {
        return new GenerationRequest(
                messages, SamplingOptions.GREEDY, DEFAULT_MAX_TOKENS, List.of());
    }

    /// The likeliest continuation of a prompt.
    public static GenerationRequest of(PromptInput prompt) {
        return new GenerationRequest(
                prompt,
                SamplingOptions.GREEDY,
                DEFAULT_MAX_TOKENS,
                List.of(),
                ResponseFormat.TEXT,
                Optional.empty());
    }

    /// The likeliest answer to one user's turn.
    public static GenerationRequest of(Message message) {
        return of(List.of(message));
    }

    /// The turns of a conversation; none of another prompt.
    public List<Message> messages() {
        return switch (prompt) {
            case PromptInput.Conversation conversation -> conversation.messages();
            case PromptInput.Text _, PromptInput.Tokens _ -> List.of();
        };
    }

    public GenerationRequest withPrompt(PromptInput value) {
        return new GenerationRequest(value, sampling, maxTokens, stop, format, logProbabilities);
    }

    public GenerationRequest withSampling(SamplingOptions value) {
        return new GenerationRequest(prompt, value, maxTokens, stop, format, logProbabilities);
    }

    public GenerationRequest withMaxTokens(int value) {
        return new GenerationRequest(prompt, sampling, value, stop, format, logProbabilities);
    }

    public GenerationRequest withStop(List<String> value) {
        return new GenerationRequest(prompt, sampling, maxTokens, value, format, logProbabilities);
    }

    public GenerationRequest withFormat(ResponseFormat value) {
        return new GenerationRequest(prompt, sampling, maxTokens, stop, value, logProbabilities);
    }

    public GenerationRequest withLogProbabilities(LogProbabilityOptions value) {
        return new GenerationRequest(prompt, sampling, maxTokens, stop, format, Optional.of(value));
    }

    /// A conversation with another wish whether to think aloud; another prompt as it is.
    public GenerationRequest withThinking(Optional<Boolean> value) {
        return switch (prompt) {
            case PromptInput.Conversation(List<Message> messages, _, Overflow overflow) ->
                    withPrompt(new PromptInput.Conversation(messages, value, overflow));
            case PromptInput.Text _, PromptInput.Tokens _ -> this;
        };
    }

    /// A conversation that is treated otherwise if it is too long; another prompt as it is.
    public GenerationRequest withOverflow(Overflow value) {
        return switch (prompt) {
            case PromptInput.Conversation(List<Message> messages, Optional<Boolean> thinking, _) ->
                    withPrompt(new PromptInput.Conversation(messages, thinking, value));
            case PromptInput.Text _, PromptInput.Tokens _ -> this;
        };
    }
}
