package dev.glimpse.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsTest {
    @TempDir Path folder;

    @Test
    void ruleForOneColumnReadsNoOther() throws IOException {
        Path file =
                write(
                        """
                        {"1": {"response": "it is 4", "extraction": "4"},
                         "2": {"response": "it is 5"}}
                        """);

        var read = Predictions.read(file, "", "extraction");

        assertThat(read.of("1")).contains("4");
        assertThat(read.of("2")).isEmpty();
        assertThat(Predictions.read(file, "response", "extraction").of("2")).contains("it is 5");
    }

    @Test
    void fileWithoutTheRulesColumnIsRefused() throws IOException {
        Path file = write("[{\"response\": \"it is 4\"}]");

        assertThatThrownBy(() -> Predictions.read(file, "", "extraction"))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        file
                                + " has no column extraction, which the rule for these answers"
                                + " reads; name another with --column");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("answers.json"), text);
    }
}
