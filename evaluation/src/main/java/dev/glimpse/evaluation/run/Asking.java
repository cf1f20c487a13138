package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.answer.Answerer;
import dev.glimpse.evaluation.answer.ChoiceScorer;
import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.dataset.QuestionVideos;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a question is put and answered.
///
/// @param prompt puts it
/// @param images has its images
/// @param videos has its video
/// @param mode how the answer comes about
public record Asking(Prompter prompt, QuestionImages images, QuestionVideos videos, Mode mode)
        implements Asker {

    /// With eight frames of a video, where there is one.
    public Asking(Prompter prompt, QuestionImages images, Mode mode) {
        this(prompt, images, QuestionVideos.DEFAULT, mode);
    }

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
    public void check() {
        switch (mode) {
            case Written written -> written.answerer().check();
            case Likeliest(ChoiceScorer scorer) -> scorer.check();
        }
    }

    @Override
    public Asked ask(Question question) {
        int most = prompt.examples(question);
        for (int dropped = 0; ; dropped++) {
            try {
                return ask(question, dropped).withExamplesDropped(dropped);
            } catch (AnswerException e) {
                if (e.kind() != AnswerException.Kind.TOO_LONG || dropped >= most) {
                    throw e;
                }
            }
        }
    }

    private Asked ask(Question question, int dropped) {
        List<PromptPart> parts = prompt.render(question, dropped);
        List<Message> conversation = conversation(question, parts);
        return switch (mode) {
            case Written written -> written(written, question, conversation, kept(parts));
            case Likeliest(ChoiceScorer scorer) -> likeliest(scorer, question, conversation);
        };
    }

    /// What was written of the answer before the model went on.
    private static String kept(List<PromptPart> parts) {
        return parts.getLast() instanceof PromptPart.Begun(_, String kept) ? kept : "";
    }

    private List<Message> conversation(Question question, List<PromptPart> parts) {
        var conversation = new ArrayList<Message>();
        var begun = new ArrayList<Message>();
        var content = new ArrayList<Content>();
        for (PromptPart part : parts) {
            switch (part) {
                case PromptPart.Text(String text) -> content.add(Content.text(text));
                case PromptPart.Image(int number) ->
                        content.add(Content.image(images.read(question.images().get(number))));
                case PromptPart.Video() -> content.add(videos.read(question.video().orElseThrow()));
                case PromptPart.Instructions(String text) -> conversation.add(Message.system(text));
                case PromptPart.Begun(String text, _) -> begun.add(Message.assistant(text));
            }
        }
        conversation.add(new Message(Role.USER, content));
        conversation.addAll(begun);
        return conversation;
    }

    private static Asked written(
            Written mode, Question question, List<Message> conversation, String kept) {
        Reply reply = mode.answerer().answer(conversation);
        String text = kept + reply.text();
        var outcome =
                new AnswerRow.Answered(
                        text,
                        reply.reasoning(),
                        reply.finish(),
                        mode.marker().mark(question, mode.cut().cut(text)));
        return new Asked(outcome, reply.promptTokens(), reply.completionTokens());
    }

    private static Asked likeliest(
            ChoiceScorer scorer, Question question, List<Message> conversation) {
        var letters = question.options().letters();
        if (letters.isEmpty()) {
            throw new AnswerException(
                    AnswerException.Kind.LASTING,
                    "the question offers no options; only choices have a likeliest one");
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        double[] values = scorer.logProbabilities(conversation, letters);
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
