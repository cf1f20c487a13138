package dev.glimpse.evaluation.judge;

import dev.glimpse.evaluation.extract.Extractor;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;

/// Yes or no that the extractor cannot read is read by a judge, as in VLMEvalKit at e8e78f05
/// (`dataset/utils/yorn.py`): the extractor reads its reply, five tries, each half a degree warmer;
/// what is still unread is wrong.
///
/// @param extractor reads answers, and the judge's replies
/// @param judge its first try is at temperature 0
public record JudgedYesNo(Extractor extractor, Judge judge) implements Marker {
    private static final int TRIES = 5;
    private static final double STEP = 0.5;
    private static final int MAX_TOKENS = 2048;

    @Override
    public RuleId id() {
        return RuleId.first(extractor.id().name() + "+judge");
    }

    @Override
    public Optional<String> judgedBy() {
        return Optional.of(judge.name());
    }

    @Override
    public Mark mark(Question question, String answer) {
        Mark own = new ChoiceMark(extractor).mark(question, answer);
        if (own.extracted().isPresent()) {
            return own;
        }
        String words =
                JudgePrompts.filled(
                        JudgePrompts.of("vlmevalkit_yesno_match.txt"),
                        question.wording().question(),
                        answer);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            String reply = judge.ask(Judge.Plea.of(words, STEP * attempt, MAX_TOKENS));
            Optional<String> chosen = extractor.extract(reply, question.options());
            if (chosen.isPresent()) {
                return ChoiceMark.of(question, chosen);
            }
        }
        return Mark.UNREAD;
    }
}
