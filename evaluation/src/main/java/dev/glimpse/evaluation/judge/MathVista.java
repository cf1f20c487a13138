package dev.glimpse.evaluation.judge;

import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.mark.MathVistaAnswer;
import dev.glimpse.evaluation.prompt.MathVistaQuery;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// MathVista's extraction and comparison (lupantech/MathVista at 53d5258,
/// `evaluation/extract_answer.py`, `calculate_score.py`): an answer that is one already is taken;
/// else the judge extracts it. What was extracted is normalized and must equal the right answer.
///
/// @param judge temperature 0
public record MathVista(Judge judge) implements Marker {
    private static final int MAX_TOKENS = 1024;

    @Override
    public RuleId id() {
        return RuleId.first("mathvista-official");
    }

    @Override
    public String measure() {
        return "mathvista";
    }

    @Override
    public Optional<String> judgedBy() {
        return Optional.of(judge.name());
    }

    @Override
    public Mark mark(Question question, String answer) {
        if (answer.isEmpty()) {
            return MathVistaAnswer.mark(question, "");
        }
        Optional<String> own = MathVistaAnswer.plain(question, answer);
        return MathVistaAnswer.mark(question, own.orElseGet(() -> asked(question, answer)));
    }

    private String asked(Question question, String answer) {
        String plea =
                JudgePrompts.of("mathvista_extract_official.txt").strip()
                        + "\n\n"
                        + MathVistaQuery.of(question)
                        + "\n\n"
                        + answer
                        + "\n\nExtracted answer: ";
        return judge.ask(Judge.Plea.of(plea, 0, MAX_TOKENS));
    }
}
