package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.regex.Pattern;

/// `mathvista-published`: as [MathVistaExtracted], by the rule of the scores that MathVista
/// publishes beside its results (`results/*/scores_*.json`, October 2023). They take a whole number
/// as it stands; the code released with them makes `10.0` and `4.5` whole numbers too, and finds up
/// to ten more right in a thousand.
public final class MathVistaPublished implements Marker {
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d+(_\\d+)*\\s*");

    @Override
    public RuleId id() {
        return RuleId.first("mathvista-published");
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
        boolean whole = question.placement().trait("answer_type").equals("integer");
        return whole && !WHOLE.matcher(answer).matches()
                ? Mark.UNREAD
                : MathVistaAnswer.mark(question, answer);
    }
}
