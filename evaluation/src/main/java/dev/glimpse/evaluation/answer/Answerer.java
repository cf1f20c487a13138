package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.chat.Message;
import java.util.List;

/// Answers a user's turn. Thread-safe.
@FunctionalInterface
public interface Answerer {

    /// Answers; blocks until the reply is complete.
    ///
    /// @param conversation the user's turn, and before it instructions if there are any
    /// @throws AnswerException if there is no reply; it says whether asking again may help
    Reply answer(List<Message> conversation);

    /// Looks, before a run's first question, whether it can answer.
    ///
    /// @throws dev.glimpse.evaluation.fault.RunException if it cannot
    default void check() {}
}
