package dev.glimpse.evaluation.preference;

import dev.glimpse.evaluation.judge.Judge;
import dev.glimpse.evaluation.judge.JudgePrompts;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Has a judge compare the model's answer with the baseline's. Which of them it sees first follows
/// from the instruction ([OrderSwitch]), so that a judge who likes the first favours nobody. Equal
/// answers are a draw, unasked.
///
/// @param judge says which is better
/// @param form how it is asked
public record JudgedPair(Judge judge, Form form) implements Marker {

    /// How a judge is asked.
    public enum Form {
        /// AlpacaEval 2 (`weighted_alpaca_eval_gpt4_turbo`): one token, and how likely each of two
        /// names was.
        CLASSIFYING("alpaca-clf", "alpaca_eval2_clf.txt") {
            @Override
            OptionalDouble preference(Judge judge, String system, String user) {
                var tokens = judge.firstTokens(new Judge.Plea(system, user, 1, 1));
                double first = probability(tokens.get("m"));
                double second = probability(tokens.get("M"));
                return first + second == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(2 - first / (first + second));
            }
        },

        /// AlpacaEval 1: a list with the rank of each.
        RANKING("alpaca-ranking", "alpaca_eval1_ranking.txt") {
            @Override
            OptionalDouble preference(Judge judge, String system, String user) {
                return Ranking.ofFirst(judge.ask(new Judge.Plea(system, user, 0, 100)));
            }
        };

        private final RuleId id;
        private final String prompt;

        Form(String name, String prompt) {
            this.id = RuleId.first(name);
            this.prompt = prompt;
        }

        public RuleId id() {
            return id;
        }

        /// 1 where the first answer is the better one, to 2; nothing where the judge does not tell.
        abstract OptionalDouble preference(Judge judge, String system, String user);

        private static double probability(@Nullable Double logarithm) {
            return logarithm == null ? 0 : Math.exp(logarithm);
        }
    }

    @Override
    public RuleId id() {
        return form.id();
    }

    /// The judge's name is part of it: win rates by another judge are something else.
    @Override
    public String measure() {
        return "win_rate_by_" + judge.name();
    }

    @Override
    public String losses() {
        return "those that failed are losses, those the judge said nothing of do not count";
    }

    @Override
    public Optional<String> judgedBy() {
        return Optional.of(judge.name());
    }

    @Override
    public Mark mark(Question question, String answer) {
        String baseline = question.answer();
        if (answer.equals(baseline)) {
            return new Mark(Optional.of(answer), 0.5);
        }
        String instruction = question.wording().question();
        boolean switched = OrderSwitch.of(instruction);
        var chat = ChatMarkup.of(JudgePrompts.of(form.prompt));
        String user =
                chat.user()
                        .fill(
                                instruction,
                                switched ? answer : baseline,
                                switched ? baseline : answer);
        OptionalDouble told = form.preference(judge, chat.system(), user);
        if (told.isEmpty()) {
            return Mark.UNREAD;
        }
        double preference = switched ? 3 - told.getAsDouble() : told.getAsDouble();
        return new Mark(Optional.of(answer), preference - 1);
    }
}
