package dev.glimpse.http.openai;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.sampling.SamplingOption;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/// Reads a chat completion from a request's body. Immutable.
final class ChatBody {
    private static final int MAX_CHOICES = 16;
    private static final String TEMPLATE_OPTIONS = "chat_template_kwargs";
    private static final String THINKING = "enable_thinking";

    private final ContentLimits limits;

    ChatBody(ContentLimits limits) {
        this.limits = limits;
    }

    /// Reads a body.
    ///
    /// @throws RequestException if it is malformed, or asks for what is not allowed or not known
    ChatRequest read(byte[] body) {
        JsonFields json = JsonFields.ofAnyNames(Json.parse(body));
        UnsupportedFields.refuse(json);
        ImageOptions imageOptions =
                ImageOptionFields.read(
                                "",
                                json.number(ImageOptionFields.MAX_SLICES),
                                json.flag(ImageOptionFields.NUMBERED))
                        .apply(ImageOptions.DEFAULT);
        var fields = new GenerationFields(Integer.MAX_VALUE); // as many as fit
        fields.maxTokens("max_tokens", json.number("max_tokens"));
        fields.maxTokens("max_completion_tokens", json.number("max_completion_tokens"));
        fields.read(json, name -> number(json, name));
        templateOptions(json, fields);
        int choices = choices(json.number("n"));
        boolean stream = json.flag("stream").orElse(false);
        boolean includeUsage = includeUsage(json);
        List<Message> messages =
                new MessagesField(limits, imageOptions).read(json.nodes("messages"));
        return new ChatRequest(fields.build(messages), choices, stream, includeUsage);
    }

    /// Numbers as OpenAI and vLLM take them, where the runtime is stricter.
    private static Optional<String> number(JsonFields json, String name) {
        Optional<String> given = json.number(name);
        if (name.equals(SamplingOption.SEED.wireName())) {
            return Optional.of(String.valueOf(seed(given)));
        }
        if (name.equals(SamplingOption.TOP_P.wireName())) { // 0: the likeliest token
            return given.map(text -> isZero(text) ? String.valueOf(Float.MIN_NORMAL) : text);
        }
        if (name.equals(SamplingOption.TOP_K.wireName())) { // -1: all tokens
            return given.map(text -> text.equals("-1") ? "0" : text);
        }
        return given;
    }

    private static boolean isZero(String number) {
        return Double.parseDouble(number) == 0;
    }

    /// Any whole number is a seed; one that is missing is drawn.
    private static long seed(Optional<String> given) {
        if (given.isEmpty()) {
            return ThreadLocalRandom.current().nextLong(ChatRequest.SEEDS);
        }
        try {
            return new BigInteger(given.get())
                    .mod(BigInteger.valueOf(ChatRequest.SEEDS))
                    .longValueExact();
        } catch (NumberFormatException _) {
            throw invalid("seed", "seed is " + given.get() + "; expected a whole number");
        }
    }

    private static int choices(Optional<String> given) {
        String text = given.orElse("1");
        if (!text.matches("[0-9]{1,2}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MAX_CHOICES) {
            throw invalid("n", "n is " + text + "; allowed: 1 to " + MAX_CHOICES);
        }
        return Integer.parseInt(text);
    }

    private static boolean includeUsage(JsonFields json) {
        return json.node("stream_options")
                .map(options -> JsonFields.ofAnyNames(options, "stream_options"))
                .flatMap(options -> options.flag("include_usage"))
                .orElse(false);
    }

    /// Variables of the model's template; one of them is known.
    private static void templateOptions(JsonFields json, GenerationFields fields) {
        Optional<JsonNode> options = json.node(TEMPLATE_OPTIONS);
        if (options.isEmpty()) {
            return;
        }
        JsonFields known = JsonFields.ofAnyNames(options.get(), TEMPLATE_OPTIONS);
        for (String name : options.get().propertyNames()) {
            if (!name.equals(THINKING)) {
                throw UnsupportedFields.unsupported(known.placeOf(name));
            }
        }
        known.flag(THINKING).ifPresent(fields::enableThinking);
    }
}
