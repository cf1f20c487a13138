package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `glimpse eval quant`, with the embedded model under two names.
class EvalQuantCommandTest {
    private static final Path TINY = GlimpseProcess.dist().resolve("models/tiny");

    @TempDir private Path folder;

    @BeforeEach
    void files() throws IOException {
        String image = Base64.getEncoder().encodeToString(TestImage.plain(0xFF0000));
        Files.writeString(
                folder.resolve("q.tsv"),
                "index\tquestion\tA\tB\tanswer\timage\n"
                        + ("1\tWhat color is it?\tred\tblue\tA\t" + image + "\n")
                        + "2\tWhat color is it?\tgreen\tred\tB\t1\n");
        for (String name : List.of("first.gguf", "second.gguf")) {
            Files.createSymbolicLink(folder.resolve(name), TINY.resolve("glimpse-tiny.gguf"));
        }
    }

    @Test
    void filesOfAModelStandSideBySide() throws IOException {
        var outcome = quant("first.gguf", "second.gguf");
        var again = quant("first.gguf", "second.gguf");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        List<String> rows = outcome.out().lines().toList();
        assertThat(rows.get(0)).startsWith("model\tMiB\t");
        List<String> first = Arrays.asList(rows.get(1).split("\t", -1));
        List<String> second = Arrays.asList(rows.get(2).split("\t", -1));
        List<String> header = Arrays.asList(rows.get(0).split("\t", -1));
        assertThat(first.getFirst()).isEqualTo("first");
        assertThat(second.getFirst()).isEqualTo("second");
        assertThat(second.get(header.indexOf("p"))).isEqualTo("1.000");
        assertThat(second.get(header.indexOf("difference"))).isEqualTo("+0.00");
        assertThat(first.get(header.indexOf("p"))).isEmpty();
        assertThat(first.subList(1, 5)).isEqualTo(second.subList(1, 5));
        assertThat(again.code()).isZero();
        assertThat(Files.readAllLines(folder.resolve("runs/first/answers.jsonl"))).hasSize(4);
        assertThat(Files.readAllLines(folder.resolve("runs/quant.csv"))).hasSize(3);
    }

    @Test
    void optionThatNoBenchmarkHasIsRefusedWithWhereToLook() {
        var outcome = quant(List.of("--bogus"), "first.gguf", "second.gguf");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("Unknown option: '--bogus'", "glimpse eval mmbench --help")
                .doesNotContain("<main class>");
    }

    @Test
    void jsonHasNumbers() {
        var paths = JsonPaths.of(quant(List.of("--json"), "first.gguf", "second.gguf").out());
        assertThat(paths)
                .containsEntry("runs.0.model", "first")
                .containsEntry("runs.1.model", "second")
                .containsEntry("runs.1.total", "2")
                .containsKeys("runs.0.percent", "runs.0.file_bytes", "runs.1.seconds_a_question")
                .doesNotContainKey("runs.0.p");
        assertThat(Double.parseDouble(paths.get("runs.1.difference"))).isZero();
        assertThat(Double.parseDouble(paths.get("runs.1.p"))).isEqualTo(1);
    }

    @Test
    void oneFileAndTwoOfANameAreRefused() throws IOException {
        Files.createDirectory(folder.resolve("other"));
        Files.copy(TINY.resolve("glimpse-tiny.gguf"), folder.resolve("other/first.gguf"));

        var one = quant("first.gguf");
        var same = quant("first.gguf", "other/first.gguf");

        assertThat(one.code()).isEqualTo(2);
        assertThat(one.err()).contains("one --gguf; give two or more to compare");
        assertThat(same.code()).isEqualTo(2);
        assertThat(same.err()).contains("two files are called first");
    }

    private GlimpseProcess.Outcome quant(String... files) {
        return quant(List.of(), files);
    }

    private GlimpseProcess.Outcome quant(List<String> options, String... files) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "eval",
                                "quant",
                                "mmbench",
                                "--data",
                                folder.resolve("q.tsv").toString(),
                                "--run",
                                folder.resolve("runs").toString(),
                                "--mmproj",
                                TINY.resolve("mmproj-glimpse-tiny.gguf").toString(),
                                "--max-tokens",
                                "4"));
        arguments.addAll(options);
        for (String file : files) {
            arguments.addAll(List.of("--gguf", folder.resolve(file).toString()));
        }
        return GlimpseInside.in(folder).run(arguments.toArray(String[]::new));
    }
}
