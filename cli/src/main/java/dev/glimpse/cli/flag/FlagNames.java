package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Turns the runtime's words for settings into this command line's.
public final class FlagNames {
    private static final Map<String, String> RENAMED =
            Map.of(
                    "contextTokens",
                    "--context",
                    "kvKeys",
                    "--cache-type-k",
                    "kvValues",
                    "--cache-type-v",
                    "maxImages",
                    "IMAGE...",
                    "max_slice_nums",
                    "--max-slices");
    private static final Pattern FIRST_WORD = Pattern.compile("^(\\w+)(?= is | has )");
    private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");

    private FlagNames() {}

    /// The same complaint, naming the flag: `--top-p is 2.0; allowed: ...` for `top_p is 2.0; ...`.
    public static CommandException refusal(IllegalArgumentException cause) {
        String message = String.valueOf(cause.getMessage());
        String named =
                FIRST_WORD
                        .matcher(message)
                        .replaceFirst(
                                match -> RENAMED.getOrDefault(match.group(), flag(match.group())));
        return CommandException.badInput(named, cause);
    }

    private static String flag(String name) {
        String words = HUMP.matcher(name).replaceAll("$1-$2");
        return "--" + words.replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
