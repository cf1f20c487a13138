package dev.glimpse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.prompt.MmluPrompt;
import dev.glimpse.evaluation.prompt.PromptPart;
import dev.glimpse.evaluation.question.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmluTest {
    private static final String HEADER = "question,subject,choices,answer\n";

    private static final QuestionRules SHOTS =
            QuestionRules.PLAIN.withAnswers(QuestionRules.Answers.NUMBER);

    @TempDir Path folder;

    @Test
    void shotsOfTheSubjectComeBeforeTheQuestion() throws IOException {
        Path dev =
                write(
                        "dev.csv",
                        HEADER
                                + "1+1?,abstract_algebra,\"['1', '2']\",1\n"
                                + "Who?,anatomy,\"['x', 'y']\",0\n"
                                + "2+2?,abstract_algebra,\"['4', '5']\",0\n");
        Path test = write("test.csv", HEADER + "3+3?,abstract_algebra,\"['6', '7']\",0\n");
        var question = QuestionFile.read(test, SHOTS).questions().getFirst();
        var prompt = new MmluPrompt(QuestionFile.read(dev, SHOTS).questions(), 5);

        assertThat(prompt.id().toString()).isEqualTo("mmlu-5-shot@1");
        assertThat(prompt.render(question))
                .containsExactly(
                        new PromptPart.Text(
                                """
                                The following are multiple choice questions (with answers) about  abstract algebra.

                                1+1?
                                A. 1
                                B. 2
                                Answer: B

                                2+2?
                                A. 4
                                B. 5
                                Answer: A

                                3+3?
                                A. 6
                                B. 7
                                Answer:\
                                """));
    }

    @Test
    void lmEvalHasOneSpaceBeforeTheSubject() throws IOException {
        Path test = write("test.csv", HEADER + "3+3?,abstract_algebra,\"['6', '7']\",0\n");
        var question = QuestionFile.read(test, SHOTS).questions().getFirst();
        var prompt = new MmluPrompt(List.of(), 0, MmluPrompt.Form.LM_EVAL);

        assertThat(prompt.id().toString()).isEqualTo("lm-eval-mmlu-0-shot@1");
        assertThat(prompt.render(question).toString()).contains("about abstract algebra.");
    }

    @Test
    void groupsAndAllPoolQuestionsAndTheMacroMeanDoesNot() throws IOException {
        Path file =
                write(
                        "p.csv",
                        """
                        question,subject,choice0,choice1,answer,prediction
                        a,abstract_algebra,x,y,0,A
                        b,abstract_algebra,x,y,0,B
                        c,abstract_algebra,x,y,0,B
                        d,anatomy,x,y,1,(B) since
                        """);
        var rules =
                new ScoreRules(
                        Benchmark.MMLU,
                        AbsentText.RAW,
                        AnswerCut.NONE,
                        Benchmark.MMLU.markers("").own());
        var questions = QuestionFile.read(file, rules.questionRules().withoutImages());

        Score score = Score.of(rules, questions.questions(), Predictions.read(file, ""));

        assertThat(score.overall().accuracy().fraction()).isEqualTo(0.5);
        assertThat(score.measures())
                .filteredOn(measure -> measure.scope().level() == Measure.Level.L2)
                .extracting(measure -> measure.scope().category())
                .containsExactly("STEM", "other");
        assertThat(score.figures())
                .containsExactly(new Figure("macro_over_subjects", (1.0 / 3 + 1) / 2));
    }

    @Test
    void letterAtTheStartCountsBeforeOtherRules() {
        var rule = Extractors.named("mmlu-letter");
        var options = Options.of(List.of("w", "x", "y", "z"));

        assertThat(rule.extract(" C", options)).contains("C");
        assertThat(rule.extract("(B) because A is wrong and so is C", options)).contains("B");
        assertThat(rule.extract("I think the answer is D.", options)).contains("D");
        assertThat(rule.extract("no idea", options)).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
