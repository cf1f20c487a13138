package dev.glimpse.evaluation.preference;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Reads the list of ranks that AlpacaEval 1 asks for: `[{'model': 'model_1', 'rank': 1}, ...]`.
final class Ranking {
    private static final Pattern FIRST =
            Pattern.compile(
                    "\\{\\s*['\"]model['\"]\\s*:\\s*['\"]model_1['\"]\\s*,\\s*['\"]rank['\"]\\s*:\\s*"
                        + "([12])\\s*,?\\s*\\}");

    private Ranking() {}

    /// The rank of the first answer, 1 or 2; nothing where the list has none.
    static OptionalDouble ofFirst(String list) {
        var matcher = FIRST.matcher(list);
        return matcher.find()
                ? OptionalDouble.of(Integer.parseInt(matcher.group(1)))
                : OptionalDouble.empty();
    }
}
