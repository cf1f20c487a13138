package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;

/// `mathvista-extracted`: the answer is what a judge has extracted already, as in MathVista's own
/// result files (column `extraction`); only their comparison is made.
public final class MathVistaExtracted implements Marker {

    @Override
    public RuleId id() {
        return RuleId.first("mathvista-extracted");
    }

    @Override
    public String measure() {
        return "mathvista";
    }

    @Override
    public String column() {
        return "extraction";
    }

    @Override
    public Mark mark(Question question, String answer) {
        return MathVistaAnswer.mark(question, answer);
    }
}
