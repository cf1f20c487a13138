package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `glimpse eval compare` over runs that a judge has marked: folders as such runs leave them.
class EvalCompareCommandTest {
    private static final String DATA = "index\tquestion\tanswer\n1\tWhich?\tred\n2\tWhich?\tblue\n";

    @TempDir private Path folder;

    @BeforeEach
    void runs() throws Exception {
        Files.writeString(folder.resolve("q.tsv"), DATA);
        write("first", "mmvet", "mmvet-official@1", "{}", "{}");
        write("second", "mmvet", "mmvet-official@1", "{}", "{}");
    }

    @Test
    void marksOfTheJudgeOfBothAreCompared() throws Exception {
        judge("first", "j", "0.4", "1");
        judge("second", "j", "0.9", "1");

        var outcome = compare();
        var fields = JsonPaths.of(compare("--json").out());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains(
                        "2 questions: both right 1, neither 0, only the first 0, only the second 1")
                .contains("second less first: +25.0000 points")
                .contains("by the marks of mmvet-official@1 by j");
        assertThat(fields)
                .containsEntry("only_second.0", "1")
                .containsEntry("judge", "mmvet-official@1 by j");
    }

    @Test
    void runsThatOnlyAJudgeCanMarkDoNotCompareWithoutOne() throws Exception {
        judge("first", "j", "0.4", "1");
        judge("second", "other", "0.9", "1");

        var outcome = compare();

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("first was judged by mmvet-official@1 by j, ")
                .contains("second was judged by mmvet-official@1 by other; there is nothing")
                .contains("--judge-base and --judge-model");
    }

    @Test
    void ofSeveralJudgesOneIsNamed() throws Exception {
        for (String judge : new String[] {"j", "k"}) {
            judge("first", judge, "0.4", "1");
            judge("second", judge, "0.9", "k".equals(judge) ? "0.5" : "1");
        }

        var open = compare();
        var named = compare("--judge-model", "k");

        assertThat(open.code()).isEqualTo(2);
        assertThat(open.err()).contains("mmvet-official@1 by j, mmvet-official@1 by k; name a");
        assertThat(named.out()).contains("only the first 1, only the second 1");
    }

    @Test
    void rulesThatNeedNoJudgeCompareWithoutAndSayWhoseMarksAreLeftOut() throws Exception {
        write("first", "choice", "vk-2026@1", "{}", "{\"right\": true}");
        write("second", "choice", "vk-2026@1", "{}", "{}");
        judge("first", "j", "1", "1");

        var outcome = compare();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("both right 0, neither 1, only the first 1")
                .contains("note: ", "second was judged by nobody; compared by the rules");
    }

    @Test
    void oneJudgesMarksByTwoRulesAreNotChosenBetween() throws Exception {
        for (String run : new String[] {"first", "second"}) {
            judge(run, "j", "1", "1");
            judge(run, "mmvet-vk@1", "j", "1", "1");
        }

        var open = compare("--judge-model", "j");

        assertThat(open.code()).isEqualTo(2);
        assertThat(open.err())
                .contains("judged more than once: mmvet-official@1 by j, mmvet-vk@1 by j; one")
                .contains(at("first/judged-mmvet-vk@1-by-j"))
                .contains(at("second/judged-mmvet-official@1-by-j"))
                .doesNotContain("name a judge");
    }

    @Test
    void judgeIsMeantByItsWholeName() throws Exception {
        for (String run : new String[] {"first", "second"}) {
            judge(run, "j", "1", "1");
            judge(run, "x by j", "0", "0");
        }

        assertThat(compare("--judge-model", "j").out()).contains("both right 2");
        assertThat(compare("--judge-model", "x by j").out()).contains("neither 2");
        assertThat(compare("--judge-model", "by j").err()).contains("nothing to compare");
    }

    @Test
    void judgeThatWasNotThereHasMarkedNothing() throws Exception {
        for (String run : new String[] {"first", "second"}) {
            write(run, "choice", "vk-2026@1", "{}", "{\"right\": true}");
            judge(run, "j", "1", "1");
            Files.writeString(
                    folder.resolve(run + "/judged-mmvet-official@1-by-j/answers.jsonl"), "");
            Files.createDirectory(folder.resolve(run + "/judged-elsewhere"));
            Files.writeString(folder.resolve(run + "/judged-by-hand.txt"), "notes");
        }

        var outcome = compare();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("both right 1, neither 1").doesNotContain("marks of");
    }

    @Test
    void preferencesFromAnnotationsNeedNoJudge() throws Exception {
        for (String run : new String[] {"first", "second"}) {
            write(
                    run,
                    "alpacaeval",
                    "alpaca-annotations@1",
                    "{\"extracted\": \"x\", \"credit\": 0}",
                    "{\"extracted\": \"x\", \"credit\": 1}");
        }

        assertThat(compare().err()).isEmpty();
    }

    private GlimpseProcess.Outcome compare(String... more) {
        var arguments = new String[6 + more.length];
        arguments[0] = "eval";
        arguments[1] = "compare";
        arguments[2] = at("first");
        arguments[3] = at("second");
        arguments[4] = "--data";
        arguments[5] = at("q.tsv");
        System.arraycopy(more, 0, arguments, 6, more.length);
        return GlimpseInside.in(folder).run(arguments);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private void judge(String run, String judge, String first, String second) throws IOException {
        judge(run, "mmvet-official@1", judge, first, second);
    }

    private void judge(String run, String rule, String judge, String first, String second)
            throws IOException {
        Path judged =
                Files.createDirectories(
                        folder.resolve(run).resolve("judged-" + rule + "-by-" + judge));
        Files.writeString(
                judged.resolve("run.json"),
                "{\"marker\": \"" + rule + "\", \"judge\": \"" + judge + "\"}");
        Files.writeString(
                judged.resolve("answers.jsonl"),
                row(1, "{\"extracted\": \"x\", \"credit\": " + first + "}")
                        + row(2, "{\"extracted\": \"x\", \"credit\": " + second + "}"));
    }

    private void write(String run, String benchmark, String extractor, String... marks)
            throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(DATA.getBytes(StandardCharsets.UTF_8));
        Path target = Files.createDirectories(folder.resolve(run));
        Files.writeString(
                target.resolve("run.json"),
                "{\"benchmark\": \""
                        + benchmark
                        + "\", \"extractor\": \""
                        + extractor
                        + "\", \"data_sha256\": \""
                        + HexFormat.of().formatHex(digest)
                        + "\"}");
        Files.writeString(target.resolve("answers.jsonl"), row(1, marks[0]) + row(2, marks[1]));
    }

    /// @param mark members of the row besides what was answered
    private static String row(int index, String mark) {
        String members = mark.substring(1, mark.length() - 1);
        return "{\"index\": \""
                + index
                + "\", \"prediction\": \"x\""
                + (members.isEmpty() ? "" : ", " + members)
                + "}\n";
    }
}
