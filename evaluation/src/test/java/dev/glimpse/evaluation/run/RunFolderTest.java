package dev.glimpse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.evaluation.fault.RunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What asking failed questions again does to a folder.
class RunFolderTest {
    private static final Map<String, String> CONFIGURATION = Map.of("model", "m");

    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void failedQuestion() {
        folder = temporary.resolve("run");
        try (var run = RunFolder.open(folder, CONFIGURATION, false)) {
            run.append(failed("1"));
        }
    }

    @Test
    void folderInUseKeepsItsRowsWhenAnotherProcessWouldForgetFailures() {
        try (var run = RunFolder.open(folder, CONFIGURATION, false)) {
            assertThatThrownBy(() -> RunFolder.open(folder, CONFIGURATION, true))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("in use by another run");
            run.append(failed("2"));
        }

        assertThat(RunFolder.rows(folder)).containsExactly(failed("1"), failed("2"));
    }

    @Test
    void runThatIsRefusedForgetsNothing() {
        assertThatThrownBy(() -> RunFolder.open(folder, Map.of("model", "other"), true))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("model was m and is other");

        assertThat(RunFolder.rows(folder)).containsExactly(failed("1"));
    }

    @Test
    void folderWithoutRowsTakesOtherSettings() {
        Path fresh = temporary.resolve("fresh");
        try (var wrong = RunFolder.open(fresh, Map.of("api_base", "http://127.0.0.1:9/"), false)) {
            assertThat(wrong.rows()).isEmpty();
        }

        try (var run = RunFolder.open(fresh, Map.of("api_base", "http://127.0.0.1:9/v1"), false)) {
            assertThat(RunFolder.configuration(run.folder()))
                    .containsExactly(Map.entry("api_base", "http://127.0.0.1:9/v1"));
        }
    }

    @Test
    void folderIsOfOneRunAlsoOnceItsFailuresAreForgotten() {
        try (var run = RunFolder.open(folder, CONFIGURATION, true)) {
            assertThat(run.rows()).isEmpty();
            assertThatThrownBy(() -> RunFolder.open(folder, CONFIGURATION, true))
                    .hasMessageContaining("in use by another run");
            run.append(failed("1"));
            run.append(failed("3"));
        }

        assertThat(RunFolder.rows(folder)).containsExactly(failed("1"), failed("3"));
    }

    @Test
    void whoOpenedTheFilesBeforeFailuresWereForgottenIsKeptOutToo() throws IOException {
        var early = new ArrayList<FileChannel>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                early.add(FileChannel.open(file, StandardOpenOption.WRITE));
            }
        }

        try (var run = RunFolder.open(folder, CONFIGURATION, true)) {
            assertThat(run.rows()).isEmpty();
            assertThat(early)
                    .anySatisfy(channel ->
                            assertThatThrownBy(channel::tryLock)
                                    .isInstanceOf(OverlappingFileLockException.class));
        } finally {
            for (FileChannel channel : early) {
                channel.close();
            }
        }
    }

    @Test
    void folderThatWasOnlyBegunHasNoRows() throws IOException {
        Path begun = temporary.resolve("begun");
        try (var run = RunFolder.open(begun, CONFIGURATION, false)) {
            assertThat(run.rows()).isEmpty();
        }

        assertThat(RunFolder.hasRows(folder)).isTrue();
        assertThat(RunFolder.hasRows(begun)).isFalse();
        assertThat(RunFolder.hasRows(Files.createDirectory(temporary.resolve("other")))).isFalse();
    }

    private static AnswerRow failed(String index) {
        return new AnswerRow(
                index, new AnswerRow.Failed("no reply"), new AnswerRow.Cost(1, 0.5, 0, 0));
    }
}
