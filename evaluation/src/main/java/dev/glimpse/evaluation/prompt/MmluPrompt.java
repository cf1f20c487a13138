package dev.glimpse.evaluation.prompt;

import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.ArrayList;
import java.util.List;

/// MMLU's prompt (hendrycks/test at 4450500, `evaluate.py`): a line that names the subject, with
/// its two spaces, answered questions of the subject, and the question up to `Answer:`. All of it
/// is one user's turn. lm_eval 0.4.13 has one space there.
public final class MmluPrompt implements Prompter {
    private final List<Question> shots;
    private final int count;
    private final Form form;

    /// Whose form it is.
    public enum Form {
        /// hendrycks/test.
        ORIGINAL("mmlu", " "),
        /// lm_eval.
        LM_EVAL("lm-eval-mmlu", "");

        private final String name;
        private final String between;

        Form(String name, String between) {
            this.name = name;
            this.between = between;
        }

        /// Its name on a command line.
        public String wireName() {
            return name;
        }
    }

    /// The original's form.
    public MmluPrompt(List<Question> shots, int count) {
        this(shots, count, Form.ORIGINAL);
    }

    /// @param shots answered questions of all subjects, the dev split
    /// @param count of them before each question, the first of its subject; fewer where there are
    ///   fewer
    public MmluPrompt(List<Question> shots, int count, Form form) {
        this.shots = List.copyOf(shots);
        this.count = count;
        this.form = form;
    }

    @Override
    public RuleId id() {
        return RuleId.first(form.name + "-" + count + "-shot");
    }

    @Override
    public List<PromptPart> render(Question question) {
        return render(question, 0);
    }

    @Override
    public int examples(Question question) {
        return shots(question).size();
    }

    private List<Question> shots(Question question) {
        String subject = question.placement().l3();
        return shots.stream()
                .filter(shot -> shot.placement().l3().equals(subject))
                .limit(count)
                .toList();
    }

    /// The last are left out, as in the original.
    @Override
    public List<PromptPart> render(Question question, int dropped) {
        var text = new StringBuilder(opening(question.placement().l3()));
        List<Question> all = shots(question);
        all.subList(0, all.size() - dropped)
                .forEach(shot ->
                        text.append(asked(shot)).append(' ').append(shot.answer()).append("\n\n"));
        var parts = new ArrayList<PromptPart>();
        parts.add(new PromptPart.Text(text.append(asked(question)).toString()));
        return parts;
    }

    private String opening(String subject) {
        return "The following are multiple choice questions (with answers) about "
                + (subject.isEmpty() ? "" : form.between + subject.replace('_', ' '))
                + ".\n\n";
    }

    private static String asked(Question question) {
        var text = new StringBuilder(question.wording().question());
        for (Option option : question.options().list()) {
            text.append('\n').append(option.letter()).append(". ").append(option.text());
        }
        return text.append("\nAnswer:").toString();
    }
}
