package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Locale;
import java.util.Optional;

/// MVBench's own check (Ask-Anything at 4dd8210, `video_chat2/mvbench.ipynb`): the first word of a
/// reply against `(X) text` of the right option.
///
/// As published it takes an empty reply or a lone parenthesis for right. As an extractor,
/// `mvbench-guarded`, it does not, and gives the first letter it would take for right.
public final class MvBenchCheck implements Extractor {

    /// Whether the published check takes a reply for right.
    ///
    /// @param right the right option, as `(A) text`
    public static boolean published(String response, String right) {
        String word = firstWord(response).replace(".", "");
        String gold = firstWord(right);
        return gold.contains(word) || word.contains(gold);
    }

    @Override
    public RuleId id() {
        return RuleId.first("mvbench-guarded");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        boolean says = firstWord(response).chars().anyMatch(Character::isLetterOrDigit);
        return says
                ? options.letters().stream()
                        .filter(letter -> published(response, "(" + letter + ")"))
                        .findFirst()
                : Optional.empty();
    }

    private static String firstWord(String text) {
        String line = text.toLowerCase(Locale.ROOT).split("\n", 2)[0];
        return line.split(" ", 2)[0];
    }
}
