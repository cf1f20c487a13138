package dev.glimpse.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.cli.rows.CaptionRow.Captioned;
import dev.glimpse.cli.rows.CaptionRow.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowFileTest {
    private static final List<String> QUESTIONS = List.of("What?", "Why,\n\"so\"?");
    private static final PixelIdentity PIXELS = new PixelIdentity(3, 2, "00ff");

    @TempDir Path folder;

    static Stream<RowFormat> formats() {
        return Stream.of(
                new JsonRows(List.of()),
                new CsvRows(List.of()),
                new JsonRows(QUESTIONS),
                new CsvRows(QUESTIONS));
    }

    /// A run that is killed at any byte goes on to the same file as one that is not.
    @ParameterizedTest
    @MethodSource("formats")
    void fileThatIsCutAnywhereIsCompletedWithoutLossOrDouble(RowFormat format) throws IOException {
        List<CaptionRow> rows = rows(format);
        Path whole = folder.resolve("whole");
        add(whole, format, rows);
        byte[] bytes = Files.readAllBytes(whole);

        for (int length = 0; length <= bytes.length; length++) {
            Path cut = folder.resolve("cut");
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThat(add(cut, format, rows)).isEqualTo(rows);
            assertThat(cut).as("cut at %d", length).hasBinaryContent(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void rowsComeBackAsTheyWereWritten(RowFormat format) {
        for (CaptionRow row : rows(format)) {
            assertThat(format.parse(format.text(row))).isEqualTo(row);
        }
    }

    @Test
    void filesOfSomethingElseAreLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.csv"), "a,b\n1,2\n");

        assertThatThrownBy(() -> add(file, new CsvRows(List.of()), List.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("mine.csv")
                .hasMessageContaining("--no-resume");
        assertThatThrownBy(() -> add(file, new JsonRows(List.of()), List.of()))
                .hasMessageContaining("record 1");
        assertThat(file).hasContent("a,b\n1,2\n");
    }

    @Test
    void rowsOfOtherQuestionsAreRefused() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        add(file, new JsonRows(List.of()), rows(new JsonRows(List.of())));

        assertThatThrownBy(() -> add(file, new JsonRows(List.of("What?")), List.of()))
                .hasMessageContaining("other questions");
    }

    @Test
    void withoutResumingTheFileBeginsAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("old.csv"), "old\n");
        RowFormat format = new CsvRows(List.of());

        try (var opened = RowFile.open(file, format, false, _ -> {})) {
            opened.write(rows(format).getFirst());
        }

        assertThat(file)
                .content()
                .isEqualTo(
                        """
                        image,width,height,pixels,error,caption
                        a.png,3,2,00ff,,"A ""é"", 😀."
                        """);
    }

    @Test
    void fileInUseIsRefused() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        RowFormat format = new JsonRows(List.of());

        try (var _ = RowFile.open(file, format, true, _ -> {})) {
            assertThatThrownBy(() -> add(file, format, List.of()))
                    .hasMessageContaining("another process");
        }
    }

    /// Opens the file as a run does and adds what it lacks.
    ///
    /// @return all its rows
    private static List<CaptionRow> add(Path file, RowFormat format, List<CaptionRow> rows)
            throws IOException {
        var found = new ArrayList<CaptionRow>();
        try (var opened = RowFile.open(file, format, true, found::add)) {
            rows.stream().filter(row -> !found.contains(row)).forEach(opened::write);
            opened.finish();
            found.clear();
            opened.readAll(found::add);
        }
        return found;
    }

    private static List<CaptionRow> rows(RowFormat format) {
        boolean several =
                switch (format) {
                    case JsonRows(List<String> questions) -> !questions.isEmpty();
                    case CsvRows(List<String> questions) -> !questions.isEmpty();
                };
        return List.of(
                row("a.png", several, "A \"é\", 😀."),
                new CaptionRow("b, c/\"d\".png", new Failed("no image: \"x\",\nis empty")),
                row("e.png", several, ""),
                row("f.png", several, "two\nlines, \"quoted\"\n"));
    }

    private static CaptionRow row(String image, boolean several, String answer) {
        var answers = several ? List.of(answer, "\"") : List.of(answer);
        return new CaptionRow(image, new Captioned(PIXELS, answers));
    }
}
