package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.answer.Answerer;
import dev.glimpse.evaluation.answer.ChoiceScorer;
import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.fault.AnswerException;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.prompt.PromptPart;
import dev.glimpse.evaluation.prompt.Prompter;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a question is put and answered.
///
/// @param prompt puts it
/// @param images has its images
/// @param mode how the answer comes about
public record Asking(Prompter prompt, QuestionImages images, Mode mode) implements Asker {

    /// How the answer comes about.
    public sealed interface Mode {}

    /// The model writes it.
    ///
    /// @param answerer answers
    /// @param cut takes away what is not answer
    /// @param marker reads the rest
    public record Written(Answerer answerer, AnswerCut cut, Marker marker) implements Mode {}

    /// The letter that the model takes for the likeliest, the first of equals; nothing is written.
    public record Likeliest(ChoiceScorer scorer) implements Mode {}

    @Override
    public Asked ask(Question question) {
        Message turn = turn(question);
        return switch (mode) {
            case Written written -> written(written, question, turn);
            case Likeliest(ChoiceScorer scorer) -> likeliest(scorer, question, turn);
        };
    }

    private Message turn(Question question) {
        var content = new ArrayList<Content>();
        for (PromptPart part : prompt.render(question)) {
            content.add(
                    switch (part) {
                        case PromptPart.Text(String text) -> Content.text(text);
                        case PromptPart.Image(int number) ->
                                Content.image(images.read(question.images().get(number)));
                    });
        }
        return new Message(Role.USER, content);
    }

    private static Asked written(Written mode, Question question, Message turn) {
        Reply reply = mode.answerer().answer(turn);
        var outcome =
                new AnswerRow.Answered(
                        reply.text(),
                        reply.reasoning(),
                        reply.finish(),
                        mode.marker().mark(question, mode.cut().cut(reply.text())));
        return new Asked(outcome, reply.promptTokens(), reply.completionTokens());
    }

    private static Asked likeliest(ChoiceScorer scorer, Question question, Message turn) {
        var letters = question.options().letters();
        if (letters.isEmpty()) {
            throw new AnswerException(
                    AnswerException.Kind.LASTING,
                    "the question offers no options; only choices have a likeliest one");
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        double[] values = scorer.logProbabilities(turn, letters);
        String best = letters.getFirst();
        for (int i = 0; i < values.length; i++) {
            scores.put(letters.get(i), values[i]);
            best = values[i] > scores.getOrDefault(best, values[i]) ? letters.get(i) : best;
        }
        var outcome =
                new AnswerRow.Answered(
                        best, "", "stop", ChoiceMark.of(question, Optional.of(best)), scores);
        return new Asked(outcome, 0, 0);
    }
}
