package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesProcessTest {
    @TempDir Path folder;

    @BeforeEach
    void questions() throws IOException {
        Files.write(folder.resolve("red.png"), TestImage.plain(0xFF0000));
        Files.writeString(
                folder.resolve("questions.tsv"),
                """
                image\tquestion\taccepted
                red.png\tWhat color is the image?\tred
                red.png\tWhat color is the image?\tnot this|nor that
                """);
        Files.writeString(folder.resolve("bad.tsv"), "image\tquestion\taccepted\nred.png\tq\n");
    }

    @Test
    void tableHasEveryAnswerAndTheAccuracy() throws Exception {
        var outcome = samples("--questions", "questions.tsv");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().lines()).hasSize(4);
        assertThat(outcome.out())
                .startsWith("image\tquestion\tanswer\taccepted\tverdict\n")
                .containsPattern("red\\.png\\tWhat color is the image\\?\\t[Rr]ed.*\\tred\\tright")
                .contains("\tnot this|nor that\twrong\n")
                .endsWith("1 of 2 right: 50.0% (95% interval 9.5% to 90.5%)\n");
    }

    @Test
    void jsonHasTheSame() throws Exception {
        var fields = JsonPaths.of(samples("--questions", "questions.tsv", "--json").out());

        assertThat(fields)
                .containsEntry("rule", "normalized-exact-match-1")
                .containsEntry("answers.0.right", "true")
                .containsEntry("answers.1.accepted.1", "nor that")
                .containsEntry("accuracy", "0.5")
                .containsKeys("wilson_95.0", "wilson_95.1");
    }

    @Test
    void badRowsAreNamedByLineAndColumn() throws Exception {
        var outcome = samples("--questions", "bad.tsv");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("glimpse: bad.tsv:2:10: 2 columns; expected 3");
    }

    @Test
    void questionsThatComeWithGlimpseAreAllAsked() throws Exception {
        long rows =
                Files.readAllLines(GlimpseProcess.dist().resolve("samples/questions.tsv")).stream()
                        .filter(line -> !line.isBlank())
                        .count();

        var outcome = samples();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).hasSize((int) rows + 1);
    }

    private GlimpseProcess.Outcome samples(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "samples";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return GlimpseProcess.in(folder).run(all);
    }
}
