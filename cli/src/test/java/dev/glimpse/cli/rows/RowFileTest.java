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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowFileTest {
    private static final List<String> QUESTIONS = List.of("What?", "Why,\n\"so\"?");
    private static final List<String> IMAGES = List.of("a.png", "b, c/\"d\".png", "e.png", "f.png");
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

        try (var opened = RowFile.open(file, format, beginning(false, false), _ -> {})) {
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

        try (var _ = RowFile.open(file, format, beginning(true, false), _ -> {})) {
            assertThatThrownBy(() -> add(file, format, List.of()))
                    .hasMessageContaining("another process");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void failedRowsAreTriedAgainAndTakeTheirPlaces(RowFormat format) throws IOException {
        Path file = folder.resolve("rows");
        List<CaptionRow> rows = rows(format);
        add(file, format, rows);
        var kept = new ArrayList<CaptionRow>();
        CaptionRow retried = new CaptionRow(rows.get(1).image(), rows.getFirst().outcome());

        try (var opened = RowFile.open(file, format, beginning(true, true), kept::add)) {
            opened.write(retried);
            opened.finish();
        }

        assertThat(kept).isEqualTo(List.of(rows.get(0), rows.get(2), rows.get(3)));
        assertThat(add(file, format, List.of()))
                .isEqualTo(List.of(rows.get(0), retried, rows.get(2), rows.get(3)));
        assertThat(folder.resolve("rows.unfinished")).doesNotExist();
    }

    @Test
    void runUnderOtherSettingsIsRefusedAndSaysWhatDiffers() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        RowFormat format = new JsonRows(List.of());
        add(file, format, rows(format));
        var other = new Beginning(true, false, IMAGES, Map.of("model", "b.gguf"));

        assertThatThrownBy(() -> open(file, format, other))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("model was a.gguf and is now b.gguf")
                .hasMessageContaining("--no-resume");
        assertThat(add(file, format, List.of())).hasSize(rows(format).size());
        var anew = new Beginning(false, false, IMAGES, Map.of("model", "b.gguf"));
        open(file, format, anew);
        open(file, format, other);
    }

    private static void open(Path file, RowFormat format, Beginning beginning) {
        try (var _ = RowFile.open(file, format, beginning, _ -> {})) {
            // That it opens is all.
        }
    }

    private static Beginning beginning(boolean resume, boolean retryFailed) {
        return new Beginning(resume, retryFailed, IMAGES, Map.of("model", "a.gguf"));
    }

    /// Opens the file as a run does and adds what it lacks.
    ///
    /// @return all its rows
    private static List<CaptionRow> add(Path file, RowFormat format, List<CaptionRow> rows)
            throws IOException {
        var found = new ArrayList<CaptionRow>();
        try (var opened = RowFile.open(file, format, beginning(true, false), found::add)) {
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
