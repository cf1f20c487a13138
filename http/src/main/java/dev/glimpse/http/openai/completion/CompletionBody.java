package dev.glimpse.http.openai.completion;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.GenerationFields;
import dev.glimpse.http.openai.ReplyShape;
import dev.glimpse.http.openai.SamplingNumbers;
import dev.glimpse.http.openai.TokenCount;
import dev.glimpse.http.openai.UnsupportedFields;
import dev.glimpse.http.wire.Json;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.LogProbabilityOptions;
import dev.glimpse.runtime.PromptInput;
import java.util.List;
import java.util.Set;

/// Reads a completion from a request's body. Immutable.
final class CompletionBody {
    /// Fields read here that other endpoints have not.
    private static final Set<String> COMPLETION = Set.of("echo", "logprobs");

    /// OpenAI's default.
    private static final int DEFAULT_MAX_TOKENS = 16;

    private final ContentLimits limits;

    CompletionBody(ContentLimits limits) {
        this.limits = limits;
    }

    /// Reads a body.
    ///
    /// @throws RequestException if it is malformed, or asks for what is not allowed or not known
    CompletionRequest read(byte[] body) {
        JsonFields json = JsonFields.ofAnyNames(Json.parse(body));
        UnsupportedFields.refuse(json, COMPLETION);
        List<PromptInput> prompts = new PromptField(limits).read(json);
        boolean echo = json.flag("echo").orElse(false);
        var fields = new GenerationFields(DEFAULT_MAX_TOKENS);
        fields.maxTokensOrNone("max_tokens", json.number("max_tokens"));
        fields.read(json, name -> SamplingNumbers.read(json, name));
        json.number("logprobs")
                .map(count ->
                        new LogProbabilityOptions(TokenCount.alternatives("logprobs", count), echo))
                .ifPresent(fields::logProbabilities);
        return new CompletionRequest(
                prompts.stream().map(fields::build).toList(), echo, ReplyShape.read(json));
    }
}
