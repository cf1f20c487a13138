package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.chat.Message;

/// Answers one user's turn. Thread-safe.
@FunctionalInterface
public interface Answerer {

    /// Answers; blocks until the reply is complete.
    ///
    /// @throws AnswerException if there is no reply; it says whether asking again may help
    Reply answer(Message turn);
}
