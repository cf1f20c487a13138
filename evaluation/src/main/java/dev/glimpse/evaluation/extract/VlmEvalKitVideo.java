package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// `vk-mvbench`: VLMEvalKit at e8e78f05 on MVBench (`dataset/utils/mvbench.py`): MVBench's own
/// check, and where that finds nothing its rule for choices. Unlike there an empty answer is never
/// right.
final class VlmEvalKitVideo implements Extractor {
    private final Extractor first = new MvBenchCheck();
    private final Extractor second = VlmEvalKitChoice.of2026();

    @Override
    public RuleId id() {
        return RuleId.first("vk-mvbench");
    }

    @Override
    public Optional<String> extract(String response, Options options) {
        return first.extract(response, options).or(() -> second.extract(response, options));
    }
}
