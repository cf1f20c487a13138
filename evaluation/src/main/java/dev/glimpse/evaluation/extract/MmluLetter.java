package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;
import java.util.regex.Pattern;

/// `mmlu-letter`, a rule of our own for written answers to MMLU: the letter a reply begins with,
/// else what `vk-2026` reads.
final class MmluLetter implements Extractor {
    private static final Pattern START =
            Pattern.compile("^\\s*\\(?([A-D])\\)?[\\s.,:)]|^\\s*([A-D])\\s*$");

    private final Extractor other = VlmEvalKitChoice.of2026();

    @Override
    public RuleId id() {
        return RuleId.first("mmlu-letter");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        var matcher = START.matcher(response);
        if (matcher.find()) {
            return Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return other.extract(response, options);
    }
}
