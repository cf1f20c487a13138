package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.dataset.Grouping;
import dev.glimpse.evaluation.prompt.PromptStyle;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.List;

/// A benchmark with the rules it has unless others are asked for.
public enum Benchmark {
    /// MMBench and CCBench: rotated multiple choice.
    MMBENCH("mmbench", Scorer.CIRCULAR, PromptStyle.VLM_EVAL_KIT, "vk-2026"),
    /// Any multiple choice, each row for itself.
    CHOICE("choice", Scorer.VANILLA, PromptStyle.VLM_EVAL_KIT, "vk-2026"),
    /// AI2D: multiple choice about diagrams. Files with and without masked labels are different
    /// images; their scores do not compare.
    AI2D("ai2d", Scorer.VANILLA, PromptStyle.VLM_EVAL_KIT, "vk-2026"),
    /// ScienceQA, as LLaVA asks and reads it.
    SCIENCE_QA("scienceqa", Scorer.VANILLA, PromptStyle.LMMS_SCIENCE_QA, "llava-scienceqa"),
    /// MME: yes or no, two questions an image.
    MME("mme", Scorer.MME, PromptStyle.BARE, "mme-official");

    private final RuleId id;
    private final Scorer scorer;
    private final PromptStyle prompt;
    private final String extractor;

    /// How graded answers are counted.
    public enum Scorer {
        /// CircularEval beside both vanilla accuracies.
        CIRCULAR("vk-circular", Grouping.ROTATIONS),
        /// Each row for itself.
        VANILLA("vanilla", Grouping.NONE),
        /// Accuracy and accuracy+ of each task, and their sums.
        MME("mme", Grouping.IMAGE);

        private final RuleId id;
        private final Grouping grouping;

        Scorer(String name, Grouping grouping) {
            this.id = RuleId.first(name);
            this.grouping = grouping;
        }

        public RuleId id() {
            return id;
        }

        /// What it wants grouped.
        public Grouping grouping() {
            return grouping;
        }
    }

    Benchmark(String name, Scorer scorer, PromptStyle prompt, String extractor) {
        this.id = RuleId.first(name);
        this.scorer = scorer;
        this.prompt = prompt;
        this.extractor = extractor;
    }

    public RuleId id() {
        return id;
    }

    public Scorer scorer() {
        return scorer;
    }

    /// How its questions are put unless another style is asked for.
    public PromptStyle prompt() {
        return prompt;
    }

    /// The name of the extractor it has unless another is asked for.
    public String extractor() {
        return extractor;
    }

    /// The benchmark of a name.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static Benchmark named(String name) {
        return RuleId.find("benchmark", name, all(), Benchmark::id);
    }

    public static List<Benchmark> all() {
        return Arrays.asList(values());
    }
}
