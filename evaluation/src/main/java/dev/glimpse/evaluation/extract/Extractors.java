package dev.glimpse.evaluation.extract;

import dev.glimpse.evaluation.rule.RuleId;
import java.util.List;

/// The extractors there are.
public final class Extractors {
    private static final List<Extractor> ALL =
            List.of(
                    VlmEvalKitChoice.of2026(),
                    VlmEvalKitChoice.of2024(),
                    new LmmsStaticChoice(),
                    ScienceQaChoice.LMMS,
                    new LmmsMmBenchChoice(),
                    new LmmsDiagramChoice(),
                    ScienceQaChoice.LLAVA,
                    ScienceQaChoice.ORIGINAL,
                    ScienceQaChoice.NUMBER,
                    YesNo.VLM_EVAL_KIT,
                    YesNo.MME_OFFICIAL,
                    YesNo.LMMS,
                    new MmluLetter(),
                    new LmEvalLetter(),
                    new MvBenchChoice(),
                    new MvBenchCheck(),
                    new VlmEvalKitVideo());

    private Extractors() {}

    public static List<Extractor> all() {
        return ALL;
    }

    /// The extractor of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static Extractor named(String name) {
        return RuleId.find("extractor", name, ALL, Extractor::id);
    }
}
