package dev.glimpse.http.openai.chat;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.fields.ImageOptionFields;
import dev.glimpse.http.openai.ReplyShape;
import dev.glimpse.http.openai.SamplingNumbers;
import dev.glimpse.http.openai.TokenCount;
import dev.glimpse.http.openai.UnsupportedFields;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.Overflow;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads a chat completion from a request's body. Immutable.
final class ChatBody {
    /// Fields read here that other endpoints have not.
    private static final Set<String> CHAT = Set.of("logprobs", "top_logprobs", ChatBody.CONTINUE);

    /// vLLM's word for an answer whose beginning is the last message.
    private static final String CONTINUE = "continue_final_message";

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
        UnsupportedFields.refuse(json, CHAT);
        ImageOptions imageOptions =
                ImageOptionFields.read(
                                "",
                                json.number(ImageOptionFields.MAX_SLICES),
                                json.flag(ImageOptionFields.NUMBERED))
                        .apply(ImageOptions.DEFAULT);
        var fields = new GenerationFields(Integer.MAX_VALUE); // as many as fit
        fields.maxTokens("max_tokens", json.number("max_tokens"));
        fields.maxTokens("max_completion_tokens", json.number("max_completion_tokens"));
        fields.read(json, name -> SamplingNumbers.read(json, name));
        logProbabilities(json).ifPresent(fields::logProbabilities);
        templateOptions(json, fields);
        ReplyShape reply = ReplyShape.read(json);
        List<Message> messages =
                new MessagesField(limits, imageOptions).read(json.nodes("messages"));
        requireBegun(json.flag(CONTINUE).orElse(false), messages);
        return new ChatRequest(fields.build(messages).withOverflow(overflow(json)), reply);
    }

    /// The last message of the assistant's is continued whether or not it is asked for.
    private static void requireBegun(boolean asked, List<Message> messages) {
        if (asked && (messages.isEmpty() || messages.getLast().role() != Role.ASSISTANT)) {
            throw invalid(
                    CONTINUE,
                    CONTINUE
                            + " is true, but the last message is not the assistant's; end with the"
                            + " beginning of its answer, or leave the field out");
        }
    }

    /// `truncation`, as OpenAI's newer API names it.
    private static Overflow overflow(JsonFields json) {
        String text = json.text("truncation").orElse("disabled");
        return switch (text) {
            case "disabled" -> Overflow.REFUSE;
            case "auto" -> Overflow.DROP_OLDEST_TURNS;
            default ->
                    throw invalid(
                            "truncation",
                            "truncation is none of disabled (a conversation that is too long is"
                                    + " refused) and auto (its oldest turns are left out)");
        };
    }

    /// `logprobs` and `top_logprobs`.
    private static Optional<LogProbabilityOptions> logProbabilities(JsonFields json) {
        boolean wanted = json.flag("logprobs").orElse(false);
        Optional<String> alternatives = json.number("top_logprobs");
        if (!wanted) {
            if (alternatives.isPresent() && !alternatives.get().equals("0")) {
                throw invalid(
                        "top_logprobs",
                        "top_logprobs is "
                                + alternatives.get()
                                + " without logprobs; set logprobs to true");
            }
            return Optional.empty();
        }
        return Optional.of(
                LogProbabilityOptions.answer(
                        TokenCount.alternatives("top_logprobs", alternatives.orElse("0"))));
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
