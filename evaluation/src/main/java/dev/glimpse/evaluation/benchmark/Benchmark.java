package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.dataset.Grouping;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.prompt.Prompter;
import dev.glimpse.evaluation.prompt.Prompters;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.List;

/// A benchmark with the rules it has unless others are asked for.
public enum Benchmark {
    /// MMBench and CCBench: rotated multiple choice.
    MMBENCH("mmbench", Scorer.CIRCULAR, "vlmevalkit", "vk-2026"),
    /// Any multiple choice, each row for itself.
    CHOICE("choice", Scorer.VANILLA, "vlmevalkit", "vk-2026"),
    /// AI2D: multiple choice about diagrams. Files with and without masked labels are different
    /// images; their scores do not compare.
    AI2D("ai2d", Scorer.VANILLA, "vlmevalkit", "vk-2026"),
    /// ScienceQA, as LLaVA asks and reads it.
    SCIENCE_QA("scienceqa", Scorer.VANILLA, "lmms-scienceqa", "llava-scienceqa"),
    /// MME: yes or no, two questions an image.
    MME("mme", Scorer.MME, "bare", "mme-official"),
    /// MMLU: text alone; best by the likeliest letter, after five answered questions.
    MMLU("mmlu", Scorer.SUBJECTS, "bare", "mmlu-letter"),
    /// MathVista: choices and free forms; a judge extracts what is no answer as it stands.
    MATH_VISTA("mathvista", Scorer.MEAN, "mathvista", "mathvista-official"),
    /// MM-Vet: a judge grades.
    MM_VET("mmvet", Scorer.MEAN, "bare", "mmvet-official"),
    /// MVBench: multiple choice about videos.
    MV_BENCH("mvbench", Scorer.VANILLA, "vlmevalkit-mvbench", "mvbench-guarded"),
    /// AlpacaEval: instructions, text alone; a judge says whether the answer is better than the
    /// baseline's.
    ALPACA_EVAL("alpacaeval", Scorer.WIN_RATE, "bare", "alpaca-clf"),
    /// Any open questions with answers that count as right.
    VQA("vqa", Scorer.MEAN, "lmms-vqa", "exact-match"),
    /// Captions beside what people wrote.
    CAPTION("caption", Scorer.CAPTIONS, "lmms-caption", "rouge-l");

    private final RuleId id;
    private final Scorer scorer;
    private final String prompt;
    private final String marker;

    /// How graded answers are counted.
    public enum Scorer {
        /// CircularEval beside both vanilla accuracies.
        CIRCULAR("vk-circular", Grouping.ROTATIONS),
        /// Each row for itself.
        VANILLA("vanilla", Grouping.NONE),
        /// Each row for itself, and the mean of the subjects.
        SUBJECTS("mmlu", Grouping.NONE),
        /// The mean of the rows' credits.
        MEAN("mean", Grouping.NONE),
        /// The mean of the rows' credits beside BLEU and CIDEr of all.
        CAPTIONS("coco-captions", Grouping.NONE),
        /// How often the answer is better than the baseline's.
        WIN_RATE("alpaca-win-rate", Grouping.NONE),
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

    Benchmark(String name, Scorer scorer, String prompt, String marker) {
        this.id = RuleId.first(name);
        this.scorer = scorer;
        this.prompt = prompt;
        this.marker = marker;
    }

    public RuleId id() {
        return id;
    }

    public Scorer scorer() {
        return scorer;
    }

    /// How its questions are put unless another style is asked for.
    public Prompter prompt() {
        return Prompters.named(prompt);
    }

    /// Whether its answers are letters, or yes and no.
    public boolean choices() {
        return switch (scorer) {
            case CIRCULAR, VANILLA, SUBJECTS, MME -> true;
            case MEAN, CAPTIONS, WIN_RATE -> false;
        };
    }

    /// What the right answer to its questions may be.
    public QuestionRules.Answers answers() {
        return switch (this) {
            case VQA, CAPTION -> QuestionRules.Answers.SEVERAL;
            case ALPACA_EVAL -> QuestionRules.Answers.BASELINE;
            case AI2D, SCIENCE_QA, MMLU -> QuestionRules.Answers.NUMBER;
            case MMBENCH, CHOICE, MME, MATH_VISTA, MM_VET, MV_BENCH -> QuestionRules.Answers.ONE;
        };
    }

    /// The rules that mark its answers.
    ///
    /// @param name of an extractor, or of a metric of open answers; empty for the benchmark's own
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public Markers markers(String name) {
        return Markers.of(this, name.isEmpty() ? marker : name);
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
