package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// `mathvista-local`, a rule of our own that needs no judge: the last letter in parentheses, or
/// alone as a word, or the last number or list of an answer stands for it; compared as MathVista
/// compares. Its scores do not compare with published ones.
public final class MathVistaLocal implements Marker {
    private static final Pattern LETTER = Pattern.compile("\\(([A-Z])\\)|\\b([A-Z])\\b(?!')");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");
    private static final Pattern LIST = Pattern.compile("\\[[^\\[\\]]*\\]");

    @Override
    public RuleId id() {
        return RuleId.first("mathvista-local");
    }

    @Override
    public String measure() {
        return "mathvista_local";
    }

    @Override
    public Mark mark(Question question, String answer) {
        Optional<String> found =
                MathVistaAnswer.plain(question, answer).or(() -> last(pattern(question), answer));
        return found.map(text -> MathVistaAnswer.mark(question, text)).orElse(Mark.UNREAD);
    }

    private static Pattern pattern(Question question) {
        if (!question.options().list().isEmpty()) {
            return LETTER;
        }
        return question.placement().trait("answer_type").equals("list") ? LIST : NUMBER;
    }

    private static Optional<String> last(Pattern pattern, String answer) {
        String flat = pattern == NUMBER ? answer.replaceAll("(?<=\\d),(?=\\d{3})", "") : answer;
        return pattern.matcher(flat).results().map(MatchResult::group).reduce((_, later) -> later);
    }
}
