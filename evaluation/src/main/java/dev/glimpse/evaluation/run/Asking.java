package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.answer.Answerer;
import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionImages;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractor;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.prompt.PromptPart;
import dev.glimpse.evaluation.prompt.PromptStyle;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import java.util.ArrayList;
import java.util.Optional;

/// How a question is put, answered and read.
///
/// @param prompt puts it
/// @param images has its images
/// @param answerer answers
/// @param cut takes away what is not answer
/// @param extractor reads the rest
public record Asking(
        PromptStyle prompt,
        QuestionImages images,
        Answerer answerer,
        AnswerCut cut,
        Extractor extractor) {

    /// Asks once.
    ///
    /// @throws dev.glimpse.evaluation.fault.EvaluationException if there is no answer
    Reply ask(Question question) {
        var content = new ArrayList<Content>();
        for (PromptPart part : prompt.render(question)) {
            content.add(
                    switch (part) {
                        case PromptPart.Text(String text) -> Content.text(text);
                        case PromptPart.Image(int number) ->
                                Content.image(images.read(question.images().get(number)));
                    });
        }
        return answerer.answer(new Message(Role.USER, content));
    }

    /// Reads an answer.
    AnswerRow.Answered read(Question question, Reply reply) {
        Optional<String> extracted = extractor.extract(cut.cut(reply.text()), question.options());
        boolean right = new Graded(question, extracted, false).right();
        return new AnswerRow.Answered(
                reply.text(), reply.reasoning(), reply.finish(), extracted, right);
    }
}
