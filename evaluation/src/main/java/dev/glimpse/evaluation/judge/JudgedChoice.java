package dev.glimpse.evaluation.judge;

import dev.glimpse.evaluation.extract.Extractor;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Choices that the extractor cannot read are read by a judge, as in VLMEvalKit at e8e78f05
/// (`dataset/utils/multiple_choice.py`): the extractor reads its reply, three tries; what is still
/// unread is wrong (that program draws a letter at random).
///
/// @param extractor reads answers, and the judge's replies
/// @param judge temperature 0
public record JudgedChoice(Extractor extractor, Judge judge) implements Marker {
    private static final int TRIES = 3;
    private static final int MAX_TOKENS = 2048;
    private static final Pattern CHINESE = Pattern.compile("[\\u4E00-\\u9FFF]");

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
        var plea = Judge.Plea.of(prompt(question, answer), 0, MAX_TOKENS);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<String> chosen = extractor.extract(judge.ask(plea), question.options());
            if (chosen.isPresent()) {
                return ChoiceMark.of(question, chosen);
            }
        }
        return Mark.UNREAD;
    }

    private static String prompt(Question question, String answer) {
        String text = question.wording().question();
        String options =
                question.options().list().stream()
                        .map(JudgedChoice::line)
                        .collect(Collectors.joining("", "There are several options: \n", ""));
        String name =
                CHINESE.matcher(text).find()
                        ? "vlmevalkit_mcq_match_cn.txt"
                        : "vlmevalkit_mcq_match.txt";
        return JudgePrompts.filled(JudgePrompts.of(name), text, options, answer);
    }

    private static String line(Option option) {
        return option.letter() + ". " + option.text() + "\n";
    }
}
