package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.extract.Extractor;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// Right is who chose the right letter, or yes or no, case aside.
///
/// @param extractor reads what was chosen
public record ChoiceMark(Extractor extractor) implements Marker {

    @Override
    public RuleId id() {
        return extractor.id();
    }

    @Override
    public String column() {
        return extractor.column();
    }

    @Override
    public Mark mark(Question question, String answer) {
        return of(question, extractor.extract(answer, question.options()));
    }

    /// The mark of a choice.
    public static Mark of(Question question, Optional<String> chosen) {
        return new Mark(
                chosen, chosen.filter(question.answer()::equalsIgnoreCase).isPresent() ? 1 : 0);
    }
}
