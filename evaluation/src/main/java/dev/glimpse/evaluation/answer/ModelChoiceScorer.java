package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.runtime.ChoiceScore;
import dev.glimpse.runtime.chat.Message;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;

/// A model in this process. What questions begin alike with, as the image of rotated ones, is
/// computed once.
///
/// @param model scores answers to a turn
public record ModelChoiceScorer(
        BiFunction<? super List<Message>, ? super List<String>, List<ChoiceScore>> model)
        implements ChoiceScorer {

    @Override
    public double[] logProbabilities(List<Message> conversation, List<String> answers) {
        try {
            return ModelAnswerer.translated(() -> model.apply(conversation, answers)).stream()
                    .mapToDouble(ChoiceScore::logProbability)
                    .toArray();
        } catch (CancellationException e) {
            throw new AnswerException(
                    AnswerException.Kind.STOPPED, "cancelled before it was complete", e);
        }
    }
}
