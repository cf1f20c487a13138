package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.regex.Pattern;

/// The answer is what a judge has extracted already, as in MathVista's own result files (column
/// `extraction`); only their comparison is made.
public enum MathVistaExtracted implements Marker {
    /// By the code that MathVista released, which makes `10.0` and `4.5` whole numbers too.
    RELEASED("mathvista-extracted"),

    /// By the rule of the scores that MathVista publishes beside its results
    /// (`results/*/scores_*.json`, October 2023). They take a whole number as it stands: the code
    /// released later finds up to ten more right in a thousand.
    PUBLISHED("mathvista-published") {
        @Override
        public Mark mark(Question question, String answer) {
            boolean whole = question.placement().trait("answer_type").equals("integer");
            return whole && !WHOLE.matcher(answer).matches()
                    ? Mark.UNREAD
                    : super.mark(question, answer);
        }
    };

    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d+(_\\d+)*\\s*");

    private final RuleId id;

    MathVistaExtracted(String name) {
        this.id = RuleId.first(name);
    }

    @Override
    public RuleId id() {
        return id;
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
