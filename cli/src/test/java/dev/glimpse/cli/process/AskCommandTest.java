package dev.glimpse.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `glimpse ask` within this process; what hangs on the process is in [AskProcessTest].
class AskCommandTest {
    private static final String QUESTION = "What color is the image?";

    @TempDir static Path folder;

    @BeforeAll
    static void files() throws IOException {
        Files.write(folder.resolve("red.png"), TestImage.plain(0xFF0000));
        Files.write(folder.resolve("blue.png"), TestImage.plain(0x0000FF));
        Files.writeString(folder.resolve("text.png"), "not an image at all");
        Files.createFile(folder.resolve("empty.png"));
        Files.createDirectory(folder.resolve("folder"));
        byte[] whole = Files.readAllBytes(folder.resolve("red.png"));
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("blank.txt"), " \n\t ");
        Files.writeString(folder.resolve("long.txt"), "why ".repeat(1 << 14));
        Files.write(folder.resolve("latin1.txt"), new byte[] {'w', (byte) 0xE9, '?'});
        Path model = GlimpseProcess.dist().resolve("models/tiny/glimpse-tiny.gguf");
        Path mmproj = GlimpseProcess.dist().resolve("models/tiny/mmproj-glimpse-tiny.gguf");
        Files.copy(model, folder.resolve("model.gguf"));
        Files.copy(mmproj, folder.resolve("mmproj.gguf"));
        byte[] gguf = Files.readAllBytes(model);
        Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(gguf, gguf.length / 2));
        Files.write(folder.resolve("header.gguf"), Arrays.copyOf(gguf, 100));
    }

    @Test
    void jsonHasAnswerUsageAndTimings() throws Exception {
        var outcome = ask("red.png", QUESTION, "--json");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).hasLineCount(1);
        var fields = JsonPaths.of(outcome.out());
        assertThat(fields.get("answer")).containsIgnoringCase("red");
        assertThat(fields).containsEntry("model", "glimpse-tiny").containsKey("finish_reason");
        assertThat(Integer.parseInt(fields.get("usage.image_tokens"))).isEqualTo(32);
        assertThat(Integer.parseInt(fields.get("usage.prompt_tokens"))).isGreaterThan(32);
        assertThat(Double.parseDouble(fields.get("timings_ms.encode"))).isPositive();
    }

    @Test
    void questionComesFromStandardInput() throws Exception {
        var outcome =
                GlimpseInside.in(folder)
                        .input(QUESTION + "\n")
                        .run("ask", "red.png", "--question-file", "-");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsIgnoringCase("red");
    }

    @Test
    void answersFollowASchemaOrAGrammar() throws Exception {
        Files.writeString(folder.resolve("form.json"), "{\"enum\": [\"red\", \"blue\"]}");
        Files.writeString(folder.resolve("form.gbnf"), "root ::= [a-c]{3} \"!\"");
        Files.writeString(folder.resolve("bad.json"), "{\"not\": {}}");

        assertThat(ask("red.png", QUESTION, "--json-schema", "form.json").out())
                .isIn("\"red\"\n", "\"blue\"\n");
        assertThat(ask("red.png", QUESTION, "--grammar", "form.gbnf").out()).matches("[a-c]{3}!\n");
        var bad = ask("red.png", QUESTION, "--json-schema", "bad.json");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("bad.json: JSON schema at #/not: is not supported");
        assertThat(ask("red.png", QUESTION, "--thinking").err()).contains("does not think aloud");
        assertThat(ask("red.png", QUESTION, "--no-thinking", "--logit-bias", "blue=100").out())
                .contains("blue");
    }

    @Test
    void modelsWithoutAVisionEncoderAnswerText() throws Exception {
        var answer =
                ask("What color is it?", "--model", "model.gguf", "--max-tokens", "4", "--json");

        assertThat(answer.err()).isEmpty();
        assertThat(JsonPaths.of(answer.out())).containsEntry("usage.image_tokens", "0");
    }

    @Test
    void imagesAreEncodedAsExactlyAsAsked() throws Exception {
        var outcome =
                ask(
                        "red.png",
                        QUESTION,
                        "--image-precision",
                        "as-stored",
                        "--image-resize",
                        "torchvision");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsIgnoringCase("red");
    }

    @Test
    void twoImagesTakeTwiceTheRows() throws Exception {
        var outcome = ask("red.png", "blue.png", QUESTION, "--json");

        assertThat(JsonPaths.of(outcome.out())).containsEntry("usage.image_tokens", "64");
    }

    @Test
    void sameSeedDrawsTheSameAnswer() throws Exception {
        String[] arguments = {
            "red.png", QUESTION, "--temperature", "2", "--seed", "7", "--max-tokens", "12"
        };

        assertThat(ask(arguments).out()).isEqualTo(ask(arguments).out());
    }

    @Test
    void answerEndsAtTheLimitAndBeforeAStopString() throws Exception {
        var limited = ask("red.png", "Describe the image.", "--max-tokens", "1", "--json");
        var stopped = ask("red.png", QUESTION, "--stop", "r", "--stop", "R", "--json");

        assertThat(JsonPaths.of(limited.out()))
                .containsEntry("usage.completion_tokens", "1")
                .containsEntry("finish_reason", "length");
        assertThat(JsonPaths.of(stopped.out()))
                .containsEntry("finish_reason", "stop")
                .hasEntrySatisfying(
                        "answer", answer -> assertThat(answer).doesNotContainIgnoringCase("r"));
    }

    @Test
    void moreImagesThanAllowedAreRefused() throws Exception {
        var arguments = new ArrayList<String>(Collections.nCopies(20, "red.png"));
        arguments.add(QUESTION);

        var outcome = ask(arguments.toArray(String[]::new));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("20").contains("16").hasLineCount(1);
    }

    /// Arguments are separated by spaces, `_` stands for a space in one.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; no image and no question",
                "red.png; no question",
                "What?; no image",
                "red.png _; the question is blank",
                "red.png --question-file blank.txt; the question is blank",
                "red.png --question-file latin1.txt; not UTF-8",
                "red.png --question-file none.txt; none.txt",
                "red.png --question-file long.txt; tokens",
                "none.png What?; none.png does not exist",
                "folder What?; folder is a directory",
                "empty.png What?; empty.png is empty",
                "text.png What?; text.png: file is text",
                "cut.png What?; cut.png: ",
                "red.png What? --temperature 11; --temperature is 11.0; allowed: 0 to 10",
                "red.png What? --temperature hot; --temperature",
                "red.png What? --max-tokens 0; --max-tokens is 0; allowed: 1 or more",
                "red.png What? --top-p 0; --top-p is 0.0",
                "red.png What? --seed -1; --seed is -1",
                "red.png What? --threads -1; --threads is -1",
                "red.png What? --colour; --colour",
                "red.png What? --mmproj mmproj.gguf; mmproj.gguf has no --model",
                "red.png What? --model model.gguf; --mmproj",
                "red.png What? --model none.gguf --mmproj mmproj.gguf; none.gguf",
                "red.png What? --model model.gguf --mmproj none.gguf; none.gguf",
                "red.png What? --model folder --mmproj mmproj.gguf; folder",
                "red.png What? --model cut.gguf --mmproj mmproj.gguf; cut",
                "red.png What? --model header.gguf --mmproj mmproj.gguf; header.gguf",
                "red.png What? --model text.png --mmproj mmproj.gguf; text.png",
                "red.png What? --model mmproj.gguf --mmproj mmproj.gguf; mmproj.gguf",
                "red.png What? --model model.gguf --mmproj model.gguf; model.gguf",
            })
    void badInputIsNamedInOneLineWithCodeTwo(String line, String message) throws Exception {
        List<String> words =
                line.isEmpty()
                        ? List.of()
                        : List.of(line.split(" ")).stream().map(w -> w.replace('_', ' ')).toList();

        var outcome = ask(words.toArray(String[]::new));

        assertThat(outcome.err()).startsWith("glimpse: ").contains(message);
        assertThat(outcome.err().lines().filter(each -> !each.matches("(Try:|Did you mean) .*")))
                .hasSize(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void questionOfAMegabyteOnStandardInputIsRefusedAsTooLong() throws Exception {
        var outcome =
                GlimpseInside.in(folder)
                        .input("why ".repeat(1 << 18))
                        .run("ask", "red.png", "--question-file", "-");

        assertThat(outcome.err()).startsWith("glimpse: ").hasLineCount(1);
        assertThat(outcome.code()).isEqualTo(2);
    }

    private GlimpseProcess.Outcome ask(String... arguments) {
        var all = new ArrayList<String>(List.of("ask"));
        all.addAll(List.of(arguments));
        return GlimpseInside.in(folder).run(all.toArray(String[]::new));
    }
}
