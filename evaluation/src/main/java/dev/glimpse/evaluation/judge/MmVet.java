package dev.glimpse.evaluation.judge;

import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// MM-Vet's grader (yuweihao/MM-Vet at acde843, `mm-vet_evaluator.py`): the judge completes a table
/// with a correctness from 0.0 to 1.0. A reply that is none is asked for again in other words and
/// at a temperature half a degree higher, five tries in all; then it is 0.
///
/// @param judge the published scores are of gpt-4-0613
/// @param form whose way of reading the grade
public record MmVet(Judge judge, Form form) implements Marker {
    private static final int TRIES = 5;
    private static final int MAX_TOKENS = 3;
    private static final double STEP = 0.5;
    private static final String AGAIN = "\nPredict the correctness of the answer (digit): ";

    /// Whose way of reading the grade.
    public enum Form {
        /// The first word is the grade; asked again in other words.
        OFFICIAL("mmvet-official"),
        /// VLMEvalKit at e8e78f05 (`dataset/utils/mmvet.py`): the whole reply is the grade; asked
        /// again in the same words.
        VLM_EVAL_KIT("mmvet-vk");

        private final RuleId id;

        Form(String name) {
            this.id = RuleId.first(name);
        }

        public RuleId id() {
            return id;
        }
    }

    @Override
    public RuleId id() {
        return form.id();
    }

    @Override
    public String measure() {
        return "mmvet";
    }

    @Override
    public Optional<String> judgedBy() {
        return Optional.of(judge.name());
    }

    @Override
    public Mark mark(Question question, String answer) {
        String plea =
                JudgePrompts.of("mmvet_judge_official.txt")
                        + "\n"
                        + question.wording().question()
                        + " | "
                        + String.join("", question.answers())
                                .replace("<AND>", " <AND> ")
                                .replace("<OR>", " <OR> ")
                        + " | "
                        + answer
                        + " | ";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            boolean other = attempt > 0 && form == Form.OFFICIAL;
            String words = other ? plea + AGAIN : plea;
            String reply = judge.ask(Judge.Plea.of(words, STEP * attempt, MAX_TOKENS));
            Optional<Double> grade = grade(form == Form.OFFICIAL ? reply.split(" ", 2)[0] : reply);
            if (grade.isPresent()) {
                return new Mark(Optional.of(answer), grade.get());
            }
        }
        return Mark.UNREAD;
    }

    /// A number from 0 to 1.
    static Optional<Double> grade(String text) {
        try {
            double grade = Double.parseDouble(text.strip());
            return grade >= 0 && grade <= 1 ? Optional.of(grade) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
