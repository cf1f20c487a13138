package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.answer.EndpointOptions;
import dev.glimpse.evaluation.answer.VideoForm;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether an endpoint answers instead of a model in the process.
public final class EndpointFlags {
    private static final String KEY = "OPENAI_API_KEY";

    @Option(
            names = "--api-base",
            paramLabel = "URL",
            description =
                    "Ask this endpoint with OpenAI's chat completions, such as"
                            + " http://127.0.0.1:8080/v1. Its key is read from OPENAI_API_KEY."
                            + " Default: the model answers in this process.")
    private @Nullable URI base;

    @Option(
            names = "--api-model",
            paramLabel = "NAME",
            description = "The name the endpoint knows the model by. Default: ${DEFAULT-VALUE}.")
    private String model = "default";

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description =
                    "Seconds until a request to the endpoint has failed. Default:"
                            + " ${DEFAULT-VALUE}.")
    private long timeoutSeconds = 600;

    @Option(
            names = "--video-form",
            paramLabel = "FORM",
            description =
                    "How the endpoint is sent a video: images (each frame is one), or video_url"
                            + " (one part with all frames, as glimpse serve and vLLM take it)."
                            + " Default: ${DEFAULT-VALUE}.")
    private String videoForm = "images";

    /// The endpoint, if one is asked for.
    ///
    /// @param maxTokens the answer's length at most, in tokens
    public Optional<EndpointOptions> options(Map<String, String> environment, int maxTokens) {
        if (base == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new EndpointOptions(
                            base,
                            model,
                            Optional.ofNullable(environment.get(KEY)),
                            maxTokens,
                            Duration.ofSeconds(timeoutSeconds),
                            VideoForm.named(videoForm)));
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(String.valueOf(e.getMessage()), e);
        }
    }
}
