package dev.glimpse.http.fields;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.body.BodyFields;
import dev.glimpse.http.body.Field;
import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.PromptInput;
import dev.glimpse.runtime.ResponseFormat;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.LogitBias;
import dev.glimpse.runtime.sampling.SamplingOption;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Collects what a request says about how its answer is made, and checks each. Confined to one
/// thread.
public final class GenerationFields {
    private static final int MAX_NUMBER_CHARS = 40;

    /// The answer's length at most.
    public static final Field<String> MAX_TOKENS =
            Field.number(
                    "max_tokens",
                    "The answer's length at most, in tokens.",
                    Schema.integer(1, Integer.MAX_VALUE));

    private static final Field<JsonNode> LOGIT_BIAS =
            Field.tree(LogitBiasField.NAME, LogitBiasField.DESCRIPTION, LogitBiasField.SCHEMA);
    private static final Field<Boolean> IGNORE_EOS =
            Field.flag("ignore_eos", "Whether the answer goes on to its last token in any case.");
    private static final Field<List<String>> DRY_BREAKERS =
            Field.texts(
                    "dry_sequence_breakers",
                    "Texts that end a sequence whose repetition DRY makes less likely.");
    private static final Field<JsonNode> FORMAT =
            Field.tree(
                    ResponseFormatField.NAME,
                    ResponseFormatField.DESCRIPTION,
                    ResponseFormatField.SCHEMA);
    private static final Field<Boolean> THINKING =
            Field.flag(
                    "enable_thinking",
                    "For models that think aloud: whether they do. What they think is told apart"
                            + " from the answer.");
    private static final Field<List<String>> STOP =
            Field.texts("stop", "Texts before which the answer ends; up to 16.");

    /// All of them, as `/v1/vqa` and its relatives take them.
    public static final List<Field<?>> FIELDS =
            Stream.of(
                            Stream.of(MAX_TOKENS),
                            Arrays.stream(SamplingOption.values()).map(GenerationFields::field),
                            Stream.of(LOGIT_BIAS, IGNORE_EOS, DRY_BREAKERS),
                            Stream.of(FORMAT, THINKING, STOP))
                    .<Field<?>>flatMap(fields -> fields)
                    .toList();

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

    /// Reads all of [#FIELDS].
    public void read(BodyFields body) {
        maxTokens(MAX_TOKENS.name(), body.get(MAX_TOKENS));
        read(body, name -> body.get(field(SamplingOption.named(name).orElseThrow())));
    }

    /// Reads all of it but `max_tokens` from a JSON object.
    ///
    /// @param number a number's text, where it is not what the object has
    public void read(JsonFields json, Function<String, Optional<String>> number) {
        read(new BodyFields.OfJson(json), number);
    }

    private void read(BodyFields body, Function<String, Optional<String>> number) {
        numbers(number);
        body.get(STOP).ifPresent(this::stop);
        body.get(LOGIT_BIAS).map(LogitBiasField::read).ifPresent(this::logitBias);
        body.get(FORMAT).map(ResponseFormatField::read).ifPresent(this::format);
        body.get(THINKING).ifPresent(this::enableThinking);
        body.get(IGNORE_EOS).ifPresent(this::ignoreEos);
        body.get(DRY_BREAKERS).ifPresent(this::dryBreakers);
    }

    private static Field<String> field(SamplingOption option) {
        boolean whole = option.isWhole();
        Schema range =
                whole
                        ? Schema.integer((long) option.least(), (long) option.most())
                        : Schema.number(option.least(), option.most());
        return Field.number(
                option.wireName(),
                "Allowed: " + option.allowed() + ".",
                range.byDefault(Json.number(option.standard(), whole)));
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

    private void numbers(Function<String, Optional<String>> number) {
        for (SamplingOption option : SamplingOption.values()) {
            String name = option.wireName();
            number.apply(name)
                    .ifPresent(
                            text -> sample(name, () -> sampling.with(option, option.parse(text))));
        }
    }

    private void stop(List<String> values) {
        values.forEach(value -> WholeCharacters.check("stop", value));
        stop = values;
    }

    private void logitBias(List<LogitBias> value) {
        sample("logit_bias", () -> sampling.withLogitBias(value));
    }

    private void dryBreakers(List<String> values) {
        values.forEach(value -> WholeCharacters.check("dry_sequence_breakers", value));
        sample("dry_sequence_breakers", () -> sampling.withDryBreakers(values));
    }

    private void format(ResponseFormat value) {
        format = value;
    }

    public void enableThinking(boolean value) {
        thinking = Optional.of(value);
    }

    public void logProbabilities(LogProbabilityOptions value) {
        logProbabilities = Optional.of(value);
    }

    private void ignoreEos(boolean value) {
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
