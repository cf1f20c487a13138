package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.prompt.PromptPart;
import dev.glimpse.evaluation.prompt.Prompter;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompts that begin the answer.
class BegunAnswerTest {
    private static final Prompter BEGINS =
            new Prompter() {
                @Override
                public RuleId id() {
                    return RuleId.first("begins");
                }

                @Override
                public List<PromptPart> render(Question question) {
                    return List.of(
                            new PromptPart.Text(question.wording().question()),
                            new PromptPart.Begun("Best option:(", "("));
                }
            };

    @Test
    void beginningIsTheAssistantsAndItsEndIsPartOfTheAnswer(@TempDir Path folder)
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("q.csv"), "index,question,A,B,answer\n1,Which?,x,y,B\n");
        QuestionFile questions = QuestionFile.read(file, QuestionRules.PLAIN);
        var seen = new ArrayList<Message>();
        var asking =
                new Asking(
                        BEGINS,
                        questions.images(),
                        new Asking.Written(
                                turns -> {
                                    seen.addAll(turns);
                                    return new Reply("B) y", "", "stop", 1, 1);
                                },
                                AnswerCut.NONE,
                                new ChoiceMark(Extractors.named("le-mvbench"))));

        Asked asked = asking.ask(questions.questions().getFirst());

        assertThat(seen)
                .containsExactly(
                        Message.user(Content.text("Which?")), Message.assistant("Best option:("));
        assertThat(asked.outcome().text()).isEqualTo("(B) y");
        assertThat(asked.outcome().mark().credit()).isEqualTo(1);
    }
}
