package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Locale;
import java.util.Optional;

/// `lm-eval-mmlu`: what lm_eval 0.4.13 reads of written answers to MMLU (`mmlu_generative`): all up
/// to the first line break, which must be a letter, case and punctuation aside.
final class LmEvalLetter implements Extractor {

    @Override
    public RuleId id() {
        return RuleId.first("lm-eval-mmlu");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        String line = PythonText.strip(response.split("\n", 2)[0]);
        String bare = PythonText.withoutPunctuation(line).toUpperCase(Locale.ROOT);
        return Optional.of(bare).filter(options::has);
    }
}
