package dev.glimpse.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleQuestionsTest {
    private static final String HEADER = "image\tquestion\taccepted\n";

    @TempDir Path folder;

    @BeforeEach
    void images() throws IOException {
        Files.createDirectory(folder.resolve("images"));
        Files.createFile(folder.resolve("images/red.png"));
        Files.createFile(folder.resolve("blue.png"));
    }

    @Test
    void rowsBecomeQuestionsWithImagesFoundBesideTheFileAndInImages() throws IOException {
        var rows =
                read(
                        HEADER
                                + "red.png\tWhat colour is it?\tred|dark red\r\n"
                                + "\n"
                                + "blue.png\t What now? \t blue \n"
                                + "images/red.png\tAgain?\tred");

        assertThat(rows)
                .containsExactly(
                        new SampleQuestion(
                                "red.png",
                                folder.resolve("images/red.png"),
                                "What colour is it?",
                                List.of("red", "dark red")),
                        new SampleQuestion(
                                "blue.png",
                                folder.resolve("blue.png"),
                                "What now?",
                                List.of("blue")),
                        new SampleQuestion(
                                "images/red.png",
                                folder.resolve("images/red.png"),
                                "Again?",
                                List.of("red")));
    }

    @Test
    void byteOrderMarkIsNotPartOfTheHeader() throws IOException {
        assertThat(read("\uFEFF" + HEADER + "blue.png\tq\ta\n")).hasSize(1);
    }

    @Test
    void everyBadFieldIsNamedWithLineAndColumn() throws IOException {
        Path file =
                write(
                        HEADER
                                + "red.png\tok?\tred\n"
                                + "red.png\tno answers\n"
                                + "red.png\t \tred||blue\n"
                                + "gone.png\tq\ta\tb\n"
                                + "gone.png\tq\ta\n"
                                + "\tq\ta\n");

        assertThatThrownBy(() -> SampleQuestions.read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        String.join(
                                "\n",
                                file + ":3:19: 2 columns; expected 3",
                                file + ":4:9: the question is blank",
                                file + ":4:15: an accepted answer is blank",
                                file + ":5:13: 4 columns; expected 3",
                                file
                                        + ":6:1: image \"gone.png\" is neither in "
                                        + folder
                                        + " nor in its images",
                                file + ":7:1: the image is blank"));
    }

    @Test
    void manyBadRowsAreCountedAfterTheTenth() throws IOException {
        Path file = write(HEADER + "one column\n".repeat(13));

        assertThatThrownBy(() -> SampleQuestions.read(file))
                .hasMessageContaining(file + ":11:11: 1 columns; expected 3\n")
                .hasMessageEndingWith("and 3 more bad fields");
    }

    @Test
    void otherHeaderIsRefused() throws IOException {
        assertThatThrownBy(() -> read("picture\tquestion\taccepted\n"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(":1:1:")
                .hasMessageContaining("picture")
                .hasMessageContaining("image<tab>question<tab>accepted");
    }

    @Test
    void emptyFileAndHeaderAloneAreRefused() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("first row is missing");
        assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("no questions");
    }

    @Test
    void missingFileDirectoryAndBytesThatAreNotTextAreRefused() throws IOException {
        assertThatThrownBy(() -> SampleQuestions.read(folder.resolve("none.tsv")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> SampleQuestions.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("is a directory");
        Path binary = folder.resolve("binary.tsv");
        Files.write(binary, new byte[] {'a', (byte) 0xFF});
        assertThatThrownBy(() -> SampleQuestions.read(binary))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("not UTF-8");
    }

    private List<SampleQuestion> read(String text) throws IOException {
        return SampleQuestions.read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("questions.tsv"), text);
    }
}
