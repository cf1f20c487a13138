package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.List;

/// How an answer comes about. Scores of different ways do not compare.
public enum AnswerBy {
    /// The model writes it, and a rule reads it.
    WRITING("writing"),

    /// It is the option whose letter the model takes for the likeliest beginning of its reply, the
    /// first of equals. Always gives an answer, so it is an easier test than writing one.
    LOG_PROBABILITY("logprob-letter");

    private final RuleId id;

    AnswerBy(String name) {
        this.id = RuleId.first(name);
    }

    public RuleId id() {
        return id;
    }

    /// The way of a name; `logprob` for short.
    ///
    /// @throws dev.glimpse.evaluation.fault.RuleException if there is none
    public static AnswerBy named(String name) {
        return name.equals("logprob")
                ? LOG_PROBABILITY
                : RuleId.find("way to answer", name, all(), AnswerBy::id);
    }

    public static List<AnswerBy> all() {
        return Arrays.asList(values());
    }
}
