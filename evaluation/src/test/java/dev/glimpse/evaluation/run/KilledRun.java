package dev.glimpse.evaluation.run;

import dev.glimpse.evaluation.answer.Reply;
import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.mark.ChoiceMark;
import dev.glimpse.evaluation.prompt.PromptStyle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A process that [KilledRunTest] kills: asks the questions of a file, four at once, answering each
/// after a moment. Arguments: the file, the folder of the run.
public final class KilledRun {
    private KilledRun() {}

    public static void main(String... arguments) {
        var questions = QuestionFile.read(Path.of(arguments[0]), QuestionRules.PLAIN);
        var moment = new Stop();
        var asking =
                new Asking(
                        PromptStyle.BARE,
                        questions.images(),
                        new Asking.Written(
                                _ -> {
                                    moment.pause(Duration.ofMillis(4));
                                    return new Reply(
                                            "A long answer. ".repeat(500), "", "stop", 1, 1);
                                },
                                AnswerCut.NONE,
                                new ChoiceMark(Extractors.named("vk-2024"))));
        try (var run = RunFolder.open(Path.of(arguments[1]), Map.of("model", "m"), false)) {
            EvaluationRun.ask(
                    run,
                    questions.questions(),
                    asking,
                    new EvaluationRun.Conduct(
                            RunSettings.DEFAULT.withParallel(4), new Stop(), _ -> {}));
        }
    }
}
