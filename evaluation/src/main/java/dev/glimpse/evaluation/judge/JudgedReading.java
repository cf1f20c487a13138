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

/// Answers that the extractor cannot read are read by a judge, as in VLMEvalKit at e8e78f05: the
/// extractor reads its reply, several tries; what is still unread is wrong.
///
/// @param extractor reads answers, and the judge's replies
/// @param judge is shown question and answer
/// @param form what is asked
public record JudgedReading(Extractor extractor, Judge judge, Form form) implements Marker {
    private static final int MAX_TOKENS = 2048;

    /// What a judge is asked, and how often.
    public enum Form {
        /// Which option (`dataset/utils/multiple_choice.py`, which draws a letter at random where
        /// nothing was read): three tries.
        CHOICE(3, 0) {
            @Override
            String prompt(Question question, String answer) {
                String text = question.wording().question();
                String options =
                        question.options().list().stream()
                                .map(Form::line)
                                .collect(
                                        Collectors.joining(
                                                "", "There are several options: \n", ""));
                String name =
                        CHINESE.matcher(text).find()
                                ? "vlmevalkit_mcq_match_cn.txt"
                                : "vlmevalkit_mcq_match.txt";
                return JudgePrompts.filled(JudgePrompts.of(name), text, options, answer);
            }
        },

        /// Yes or no (`dataset/utils/yorn.py`): five tries, each half a degree warmer.
        YES_NO(5, 0.5) {
            @Override
            String prompt(Question question, String answer) {
                return JudgePrompts.filled(
                        JudgePrompts.of("vlmevalkit_yesno_match.txt"),
                        question.wording().question(),
                        answer);
            }
        };

        private static final Pattern CHINESE = Pattern.compile("[\\u4E00-\\u9FFF]");

        private final int tries;
        private final double step;

        Form(int tries, double step) {
            this.tries = tries;
            this.step = step;
        }

        abstract String prompt(Question question, String answer);

        private static String line(Option option) {
            return option.letter() + ". " + option.text() + "\n";
        }
    }

    @Override
    public RuleId id() {
        return RuleId.first(extractor.id().name() + "+judge");
    }

    @Override
    public String column() {
        return extractor.column();
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
        String words = form.prompt(question, answer);
        for (int attempt = 0; attempt < form.tries; attempt++) {
            String reply = judge.ask(Judge.Plea.of(words, form.step * attempt, MAX_TOKENS));
            Optional<String> chosen = extractor.extract(reply, question.options());
            if (chosen.isPresent()) {
                return ChoiceMark.of(question, chosen);
            }
        }
        return Mark.UNREAD;
    }
}
