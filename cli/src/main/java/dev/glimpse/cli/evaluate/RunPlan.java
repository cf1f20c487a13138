package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.flag.RuleFlags;
import dev.glimpse.cli.flag.RunFlags;
import dev.glimpse.evaluation.benchmark.AnswerBy;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.benchmark.ScoreRules;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.prompt.MmluPrompt;
import dev.glimpse.evaluation.prompt.Prompter;
import dev.glimpse.evaluation.prompt.Prompters;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Rotations;
import dev.glimpse.evaluation.run.Asking;
import dev.glimpse.evaluation.run.Fingerprint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run asks, and by which rules: all that its score depends on but who answers.
///
/// @param rules its answers are read by
/// @param prompt how questions are put
/// @param file the data
/// @param questions those of the data that are asked, rotations among them
/// @param run what was said on the command line
public record RunPlan(
        ScoreRules rules,
        Prompter prompt,
        QuestionFile file,
        List<Question> questions,
        RunFlags run) {
    private static final QuestionRules MMLU_SHOTS =
            QuestionRules.PLAIN.withAnswers(QuestionRules.Answers.NUMBER);

    public RunPlan {
        questions = List.copyOf(questions);
    }

    /// Reads the data.
    ///
    /// @throws CommandException if the flags contradict each other
    public static RunPlan of(Benchmark benchmark, RunFlags run, RuleFlags ruleFlags) {
        ScoreRules rules = ruleFlags.rules(benchmark, run.answerBy());
        if (rules.by() == AnswerBy.LOG_PROBABILITY && !benchmark.choices()) {
            throw CommandException.badInput(
                    "--answer-by logprob wants choices; "
                            + benchmark.id().name()
                            + " has open questions");
        }
        QuestionFile file =
                QuestionFile.read(
                        run.data(), rules.questionRules(), all -> run.split().of(run.data(), all));
        return new RunPlan(
                rules, prompt(benchmark, run), file, questions(benchmark, run, file), run);
    }

    /// The first groups of questions where not all are asked for.
    private static List<Question> questions(Benchmark benchmark, RunFlags run, QuestionFile file) {
        List<Question> own = file.questions();
        List<Question> all =
                benchmark.scorer() == Benchmark.Scorer.CIRCULAR ? Rotations.complete(own) : own;
        if (run.limit().isEmpty()) {
            return all;
        }
        var groups = new LinkedHashSet<String>();
        for (Question question : all) {
            if (groups.size() < run.limit().get()) {
                groups.add(question.placement().group());
            }
        }
        return all.stream().filter(q -> groups.contains(q.placement().group())).toList();
    }

    private static Prompter prompt(Benchmark benchmark, RunFlags run) {
        Optional<MmluPrompt.Form> form = mmluForm(benchmark, run);
        if (form.isEmpty()) {
            return run.prompt().map(Prompters::named).orElse(benchmark.prompt());
        }
        List<Question> shots =
                run.shots()
                        .map(file -> QuestionFile.read(file, MMLU_SHOTS).questions())
                        .orElse(List.of());
        return new MmluPrompt(shots, shots.isEmpty() ? 0 : run.shotCount(), form.get());
    }

    private static Optional<MmluPrompt.Form> mmluForm(Benchmark benchmark, RunFlags run) {
        if (benchmark != Benchmark.MMLU) {
            return Optional.empty();
        }
        String name = run.prompt().orElse(MmluPrompt.Form.ORIGINAL.wireName());
        return Arrays.stream(MmluPrompt.Form.values())
                .filter(form -> form.wireName().equals(name))
                .findFirst();
    }

    /// How its questions are asked.
    public Asking asking(Asking.Mode mode) {
        return new Asking(prompt, file.images(), run.videos(), mode);
    }

    /// Whether the data tells no right answer.
    public boolean answersHidden() {
        return questions.stream().allMatch(question -> question.answer().isEmpty());
    }

    /// The plan by name, for the run's configuration.
    ///
    /// @param maxTokens an answer's length at most
    public Map<String, String> about(int maxTokens) {
        var about = new LinkedHashMap<>(rules.names());
        about.put("prompt", prompt.id().toString());
        run.shots().ifPresent(shots -> about.put("shots_sha256", Fingerprint.sha256(shots)));
        if (questions.stream().anyMatch(question -> question.video().isPresent())) {
            about.put("frames", run.videos().id().toString());
        }
        Path data = run.data();
        about.put("data", String.valueOf(data.getFileName()));
        about.put("data_sha256", Fingerprint.sha256(data));
        run.split().name().ifPresent(split -> about.put("split", split));
        run.split().file(data).ifPresent(f -> about.put("splits_sha256", Fingerprint.sha256(f)));
        about.put("questions", String.valueOf(questions.size()));
        about.put("max_tokens", String.valueOf(maxTokens));
        return about;
    }
}
