package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of flags that name one of a few things.
final class Choice {
    private Choice() {}

    /// What is named, in any case of letters: `as-stored` or `AS_STORED`.
    ///
    /// @param text nothing for `otherwise`
    /// @throws CommandException if none of them is
    static <E extends Enum<E>> E parse(String flag, @Nullable String text, E otherwise, E[] known) {
        if (text == null) {
            return otherwise;
        }
        return Arrays.stream(known)
                .filter(value ->
                        value.name().equalsIgnoreCase(text)
                                || spelled(value).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        CommandException.badInput(
                                flag
                                        + " is "
                                        + text
                                        + "; allowed: "
                                        + Arrays.stream(known)
                                                .map(Choice::spelled)
                                                .collect(Collectors.joining(", "))));
    }

    /// Words are joined by `-`; the numbers of a type such as `q8_0` are not.
    private static String spelled(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replaceAll("_(?=[a-z]{2})", "-");
    }
}
