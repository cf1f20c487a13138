package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.answer.EndpointOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which model judges answers, for the rules that ask one.
public final class JudgeFlags {
    private static final String KEY = "JUDGE_API_KEY";
    private static final String OTHER_KEY = "OPENAI_API_KEY";

    @Option(
            names = "--judge-base",
            paramLabel = "URL",
            description =
                    "Have a judge read what the rules cannot, or grade: an endpoint with OpenAI's"
                            + " chat completions. Its key is read from JUDGE_API_KEY, else from"
                            + " OPENAI_API_KEY. Default: no judge.")
    private @Nullable URI base;

    @Option(
            names = "--judge-model",
            paramLabel = "NAME",
            description = "The judge's name, which the score bears.")
    private @Nullable String model;

    @Option(
            names = "--judge-timeout",
            paramLabel = "S",
            description =
                    "Seconds until a request to the judge has failed. Default: ${DEFAULT-VALUE}.")
    private long timeoutSeconds = 120;

    /// The judge, if one is asked for.
    public Optional<EndpointOptions> options(Map<String, String> environment) {
        if (base == null && model == null) {
            return Optional.empty();
        }
        if (base == null || model == null) {
            throw CommandException.badInput(
                    "--judge-base and --judge-model belong together; give both");
        }
        try {
            return Optional.of(
                    new EndpointOptions(
                            base,
                            model,
                            Optional.ofNullable(
                                    environment.getOrDefault(KEY, environment.get(OTHER_KEY))),
                            1,
                            Duration.ofSeconds(timeoutSeconds)));
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput(String.valueOf(e.getMessage()), e);
        }
    }
}
