package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// `le-ai2d`: what lmms-eval at 75571cfe reads on AI2D (`tasks/ai2d`): the letter of `X.` at the
/// start, else the whole answer, which must then be a letter, case and punctuation aside.
final class LmmsDiagramChoice implements Extractor {
    private static final Pattern LABEL = Pattern.compile("^\\s*([A-Z])\\.");

    @Override
    public RuleId id() {
        return RuleId.first("le-ai2d");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        var label = LABEL.matcher(response);
        String answer = label.find() ? label.group(1) : response;
        String bare = PythonText.withoutPunctuation(answer).toUpperCase(Locale.ROOT);
        return Optional.of(bare).filter(options::has);
    }
}
