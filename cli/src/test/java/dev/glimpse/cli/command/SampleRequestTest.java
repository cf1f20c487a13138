package dev.glimpse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.cli.install.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRequestTest {
    private static final String ADDRESS = "http://127.0.0.1:8080";

    @TempDir Path folder;

    @Test
    void firstSampleQuestionIsAskedAboutItsImage() throws IOException {
        Path home = installation("plain", "red.png\tWhat's this?\tred\n", "red.png");

        assertThat(SampleRequest.curl(new Installation(Optional.of(home)), ADDRESS))
                .isEqualTo(
                        "curl -F image=@"
                                + home.toRealPath()
                                + "/samples/images/red.png -F 'question=What'\\''s this?'"
                                + " http://127.0.0.1:8080/v1/vqa");
    }

    @Test
    void namesThatCurlWouldSplitAreQuotedTwice() throws IOException {
        Path home = installation("a, b;c", "red.png\tq\tred\n", "red.png");

        assertThat(SampleRequest.curl(new Installation(Optional.of(home)), ADDRESS))
                .contains("'image=@\"" + home.toRealPath() + "/samples/images/red.png\"'");
    }

    @Test
    void withoutSamplesThereIsStillALine() {
        assertThat(SampleRequest.curl(new Installation(Optional.empty()), ADDRESS))
                .isEqualTo(
                        "curl -F image=@photo.jpg -F 'question=What is it?'"
                                + " http://127.0.0.1:8080/v1/vqa");
    }

    private Path installation(String name, String row, String image) throws IOException {
        Path home = folder.toRealPath().resolve(name);
        Files.createDirectories(home.resolve("samples/images"));
        Files.createFile(home.resolve("samples/images").resolve(image));
        Files.writeString(
                home.resolve("samples/questions.tsv"), "image\tquestion\taccepted\n" + row);
        return home;
    }
}
