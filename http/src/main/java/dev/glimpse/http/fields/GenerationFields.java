package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.PromptInput;
import dev.glimpse.runtime.ResponseFormat;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Collects what a request says about how its answer is made, and checks each. Confined to one
/// thread.
public final class GenerationFields {
    private static final int MAX_NUMBER_CHARS = 40;

    private SamplingOptions sampling = SamplingOptions.GREEDY;
    private int maxTokens;
    private List<String> stop = List.of();
    private ResponseFormat format = ResponseFormat.TEXT;
    private Optional<Boolean> thinking = Optional.empty();
    private Optional<LogProbabilityOptions> logProbabilities = Optional.empty();

    /// Nothing is said yet.
    ///
    /// @param maxTokens the answer's length at most, in tokens, unless the request says another
    public GenerationFields(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    /// Reads all of it but `max_tokens` from a JSON object.
    public void read(JsonFields json) {
        read(json, json::number);
    }

    /// Reads all of it but `max_tokens` from a JSON object.
    ///
    /// @param number a number's text, where it is not what the object has
    public void read(JsonFields json, Function<String, Optional<String>> number) {
        numbers(number);
        stop(json.textOrTexts("stop"));
        json.node("logit_bias").map(LogitBiasField::read).ifPresent(this::logitBias);
        json.node("response_format").map(ResponseFormatField::read).ifPresent(this::format);
        json.flag("enable_thinking").ifPresent(this::enableThinking);
        json.flag("ignore_eos").ifPresent(this::ignoreEos);
        if (json.has("dry_sequence_breakers")) {
            dryBreakers(json.texts("dry_sequence_breakers"));
        }
    }

    /// Reads a number of tokens.
    ///
    /// @param name of the field, for messages
    /// @param text its value, if it is there
    public void maxTokens(String name, Optional<String> text) {
        text.ifPresent(value -> maxTokens = wholeTokens(name, value, 1));
    }

    /// Reads a number of tokens that may be 0: the prompt alone.
    public void maxTokensOrNone(String name, Optional<String> text) {
        text.ifPresent(value -> maxTokens = wholeTokens(name, value, 0));
    }

    /// Reads the numbers of sampling.
    ///
    /// @param number a field's value as text, if it is there
    public void numbers(Function<String, Optional<String>> number) {
        for (SamplingOption option : SamplingOption.values()) {
            String name = option.wireName();
            number.apply(name)
                    .ifPresent(
                            text -> sample(name, () -> sampling.with(option, option.parse(text))));
        }
    }

    public void stop(List<String> values) {
        values.forEach(value -> WholeCharacters.check("stop", value));
        stop = values;
    }

    public void logitBias(List<LogitBias> value) {
        sample("logit_bias", () -> sampling.withLogitBias(value));
    }

    public void dryBreakers(List<String> values) {
        values.forEach(value -> WholeCharacters.check("dry_sequence_breakers", value));
        sample("dry_sequence_breakers", () -> sampling.withDryBreakers(values));
    }

    public void format(ResponseFormat value) {
        format = value;
    }

    public void enableThinking(boolean value) {
        thinking = Optional.of(value);
    }

    public void logProbabilities(LogProbabilityOptions value) {
        logProbabilities = Optional.of(value);
    }

    public void ignoreEos(boolean value) {
        sampling = sampling.withIgnoreEos(value);
    }

    /// The request for an answer to `messages`.
    ///
    /// @throws RequestException if the fields contradict each other
    public GenerationRequest build(List<Message> messages) {
        return build(new PromptInput.Conversation(messages, thinking));
    }

    /// The request for what comes behind a prompt.
    ///
    /// @throws RequestException if the fields contradict each other
    public GenerationRequest build(PromptInput prompt) {
        if (sampling.ignoreEos() && format != ResponseFormat.TEXT) {
            throw invalid(
                    "ignore_eos",
                    "ignore_eos is true beside response_format, which says where answers end; leave"
                            + " one of them out");
        }
        try {
            return new GenerationRequest(
                    prompt, sampling, maxTokens, stop, format, logProbabilities);
        } catch (IllegalArgumentException e) {
            throw invalid("stop", String.valueOf(e.getMessage()));
        }
    }

    /// The runtime checks the ranges; its messages begin with the option's name.
    private void sample(String param, Supplier<SamplingOptions> change) {
        try {
            sampling = change.get();
        } catch (IllegalArgumentException e) {
            throw invalid(param, String.valueOf(e.getMessage()));
        }
    }

    private static int wholeTokens(String name, String text, int least) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least && value <= Integer.MAX_VALUE) {
                return (int) value;
            }
            String allowed = value < least ? least + " or more" : "up to " + Integer.MAX_VALUE;
            throw invalid(name, name + " is " + value + "; allowed: " + allowed);
        } catch (NumberFormatException _) {
            throw invalid(name, name + " is " + shown(text) + "; expected a whole number");
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_NUMBER_CHARS
                ? "'" + text + "'"
                : "'" + text.substring(0, MAX_NUMBER_CHARS) + "…'";
    }
}
