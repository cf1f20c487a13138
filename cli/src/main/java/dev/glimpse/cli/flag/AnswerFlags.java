package dev.glimpse.cli.flag;

import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.chat.Message;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How an answer is made.
public final class AnswerFlags {
    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "The answer's length at most, in tokens. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = GenerationRequest.DEFAULT_MAX_TOKENS;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer before TEXT. May be given several times.")
    private List<String> stop = List.of();

    @Option(
            names = "--thinking",
            negatable = true,
            description =
                    "Let the model think aloud before it answers, or not. Default: as its chat"
                            + " template has it.")
    private @Nullable Boolean thinking;

    @Mixin private final SamplingFlags sampling = new SamplingFlags();

    /// Whether the model shall think aloud, if the user said so.
    public Optional<Boolean> thinking() {
        return Optional.ofNullable(thinking);
    }

    /// The conversation with these settings.
    public GenerationRequest request(List<Message> messages) {
        try {
            if (maxTokens < 1) {
                throw new IllegalArgumentException(
                        "max_tokens is " + maxTokens + "; allowed: 1 or more");
            }
            return new GenerationRequest(messages, sampling.options(), maxTokens, stop)
                    .withThinking(Optional.ofNullable(thinking));
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }
}
