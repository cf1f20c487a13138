package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalProcessTest {
    @TempDir Path folder;

    @BeforeEach
    void questions() throws IOException {
        String image = Base64.getEncoder().encodeToString(TestImage.plain(0xFF0000));
        Files.writeString(
                folder.resolve("q.tsv"),
                "index\tquestion\tA\tB\tanswer\tcategory\timage\n"
                        + ("1\tWhat color is it?\tred\tblue\tA\tcolor\t" + image + "\n")
                        + "2\tWhat color is it?\tgreen\tred\tB\tcolor\t1\n");
    }

    @Test
    void runAsksRotationsScoresThemAndGoesOnWithTheSameCommand() throws Exception {
        var first = mmbench();
        List<String> rows = Files.readAllLines(folder.resolve("run/answers.jsonl"));
        Files.write(folder.resolve("run/answers.jsonl"), rows.subList(0, 3));
        var second = mmbench();

        assertThat(first.err()).isEmpty();
        assertThat(first.code()).isZero();
        assertThat(first.out())
                .startsWith("measure\tsplit\tscope\tright\ttotal\tpercent\t95% interval\n")
                .containsPattern("circular\\t\\tOverall\\t\\d\\t2\\t")
                .containsPattern("vanilla_all\\t\\tOverall\\t\\d\\t4\\t")
                .contains("4 rows, 0 failed, ", "extractor vk-2026@1");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(rows).hasSize(4);
        assertThat(Files.readAllLines(folder.resolve("run/answers.jsonl"))).hasSize(4);
        assertThat(Files.readString(folder.resolve("run/run.json")))
                .contains("\"model_sha256\"", "\"data_sha256\"", "\"prompt\" : \"vlmevalkit@1\"");
        assertThat(folder.resolve("run/report.json")).exists();
        assertThat(folder.resolve("run/report.csv")).exists();
        assertThat(folder.resolve("run/report.html")).exists();
    }

    @Test
    void folderOfOtherSettingsIsRefused() throws Exception {
        mmbench();

        var other = mmbench("--prompt", "minicpm-v2.6");

        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err())
                .contains("prompt was vlmevalkit@1 and is minicpm-v2.6@1. Give another folder");
    }

    @Test
    void predictionsAreScoredWithoutAModel() throws Exception {
        Files.writeString(
                folder.resolve("p.jsonl"),
                """
                {"index": 1, "prediction": "A"}
                {"index": 2, "prediction": "I would say it is A since that is nearest to it"}
                """);

        var fields =
                JsonPaths.of(eval("score", "choice", "p.jsonl", "--data", "q.tsv", "--json").out());

        assertThat(fields)
                .containsEntry("measures.0.right", "1")
                .containsEntry("measures.0.total", "2")
                .containsEntry("unread", "1")
                .containsEntry("rules.extractor", "vk-2026@1");
    }

    @Test
    void runsOverTheSameDataCompare() throws Exception {
        mmbench();
        eval("mmbench", "--data", "q.tsv", "--run", "other", "--prompt", "bare");

        var outcome = eval("compare", "run", "other", "--data", "q.tsv");
        var fields = JsonPaths.of(eval("compare", "run", "run", "--data", "q.tsv", "--json").out());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("2 questions: both right ").contains("McNemar");
        assertThat(fields).containsEntry("p", "1.0").containsEntry("difference", "0.0");
    }

    @Test
    void unknownRulesAndUnreadableDataAreBadInput() throws Exception {
        var rule = mmbench("--extractor", "none-such");
        var data = eval("mmbench", "--data", "gone.tsv", "--run", "run");

        assertThat(rule.code()).isEqualTo(2);
        assertThat(rule.err()).startsWith("glimpse: there is no extractor \"none-such\"");
        assertThat(data.code()).isEqualTo(2);
        assertThat(data.err()).startsWith("glimpse: gone.tsv does not exist");
    }

    @Test
    void endpointThatIsNotThereIsSaidBeforeAnyQuestionIsAsked() throws Exception {
        var outcome = mmbench("--api-base", "http://127.0.0.1:9/v1");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("glimpse: http://127.0.0.1:9/v1 cannot be reached: nothing listens");
        assertThat(outcome.out()).isEmpty();
    }

    private GlimpseProcess.Outcome mmbench(String... more) throws Exception {
        var arguments = new String[5 + more.length];
        List.of("mmbench", "--data", "q.tsv", "--run", "run").toArray(arguments);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return eval(arguments);
    }

    private GlimpseProcess.Outcome eval(String... arguments) throws Exception {
        var all = new String[1 + arguments.length];
        all[0] = "eval";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return GlimpseProcess.in(folder).run(all);
    }
}
