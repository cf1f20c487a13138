package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.mark.Mark;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one question came to.
///
/// @param index the question's
/// @param outcome the answer, or why there is none
/// @param cost what it took
public record AnswerRow(String index, Outcome outcome, Cost cost) {

    /// The answer, or why there is none.
    public sealed interface Outcome {}

    /// An answer.
    ///
    /// @param text as the model gave it
    /// @param reasoning what it thought aloud, where that came apart
    /// @param finish why it ended, as `stop` or `length`
    /// @param mark what was read from it; no credit where the data hides the right answer
    /// @param logProbabilities of each choice, in order, where the answer is the likeliest one;
    ///   else none
    public record Answered(
            String text,
            String reasoning,
            String finish,
            Mark mark,
            Map<String, Double> logProbabilities)
            implements Outcome {
        public Answered {
            logProbabilities = Collections.unmodifiableMap(new LinkedHashMap<>(logProbabilities));
        }

        /// A text that the model wrote.
        public Answered(String text, String reasoning, String finish, Mark mark) {
            this(text, reasoning, finish, mark, Map.of());
        }
    }

    /// No answer; the question counts as wrong.
    ///
    /// @param why fit to show
    public record Failed(String why) implements Outcome {}

    /// What a question took.
    ///
    /// @param attempts how often it was asked, 1 or more
    /// @param seconds from the first attempt to the last one's end
    /// @param promptTokens 0 if not told
    /// @param completionTokens 0 if not told
    /// @param examplesDropped examples that the prompt had no room for
    public record Cost(
            int attempts,
            double seconds,
            int promptTokens,
            int completionTokens,
            int examplesDropped) {

        /// With all examples that were asked for.
        public Cost(int attempts, double seconds, int promptTokens, int completionTokens) {
            this(attempts, seconds, promptTokens, completionTokens, 0);
        }
    }

    public boolean failed() {
        return outcome instanceof Failed;
    }
}
