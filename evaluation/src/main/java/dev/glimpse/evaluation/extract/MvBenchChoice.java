package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.evaluation.scoring.VqaPunctuation;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// `le-mvbench`: the letter that lmms-eval at 75571cfe (`tasks/mvbench/utils.py`) reads.
final class MvBenchChoice implements Extractor {
    private static final Pattern LABEL =
            Pattern.compile(
                    "([A-E])\\.\\s*(.+)",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LETTER =
            Pattern.compile(
                    "\\b([A-E])\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    /// The reference wants no digit on either side and misspells the left one.
    private static final Pattern PERIOD =
            Pattern.compile("\\.(?!\\d)", Pattern.UNICODE_CHARACTER_CLASS);

    @Override
    public RuleId id() {
        return RuleId.first("le-mvbench");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        var label = LABEL.matcher(PythonText.strip(response));
        if (label.matches()) {
            return Optional.of(label.group(1).toUpperCase(Locale.ROOT));
        }
        String flat = PythonText.strip(response.replace('\n', ' ').replace('\t', ' '));
        String bare = VqaPunctuation.remove(flat, PERIOD);
        for (char end : new char[] {'\'', '"', ')', '('}) {
            bare = PythonText.strip(bare, end);
        }
        var letter = LETTER.matcher(PythonText.strip(bare).toLowerCase(Locale.ROOT));
        return letter.find()
                ? Optional.of(letter.group(1).toUpperCase(Locale.ROOT))
                : Optional.empty();
    }
}
