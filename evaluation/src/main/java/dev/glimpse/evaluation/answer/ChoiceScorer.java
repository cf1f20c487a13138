package dev.glimpse.evaluation.answer;

import dev.glimpse.runtime.chat.Message;
import java.util.List;

/// Says how likely given answers to one user's turn are. Thread-safe.
@FunctionalInterface
public interface ChoiceScorer {

    /// The natural logarithm of each answer's probability as the beginning of the reply, in order.
    ///
    /// @throws dev.glimpse.evaluation.fault.AnswerException if they cannot be had
    double[] logProbabilities(List<Message> conversation, List<String> answers);

    /// Looks, before a run's first question, whether it can answer.
    ///
    /// @throws dev.glimpse.evaluation.fault.RunException if it cannot
    default void check() {}
}
