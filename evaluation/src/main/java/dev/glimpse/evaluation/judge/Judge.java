package dev.glimpse.evaluation.judge;

import java.util.Map;

/// A model that is asked about answers. Thread-safe.
public interface Judge {
    /// What scores call it.
    String name();

    /// Its reply, without white space around it.
    ///
    /// @throws dev.glimpse.evaluation.fault.AnswerException if there is none
    String ask(Plea plea);

    /// The likeliest first tokens of its reply with their log-probabilities.
    ///
    /// @throws dev.glimpse.evaluation.fault.AnswerException if they cannot be had
    Map<String, Double> firstTokens(Plea plea);

    /// What it is asked.
    ///
    /// @param system empty for none
    /// @param user the question
    /// @param temperature 0 for its likeliest reply
    /// @param maxTokens of the reply
    record Plea(String system, String user, double temperature, int maxTokens) {

        /// Without a system's words.
        public static Plea of(String user, double temperature, int maxTokens) {
            return new Plea("", user, temperature, maxTokens);
        }
    }
}
