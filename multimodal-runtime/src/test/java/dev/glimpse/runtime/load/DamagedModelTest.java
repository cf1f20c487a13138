package dev.glimpse.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.testing.ChildJvm;
import dev.glimpse.bindings.testing.EmbeddedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged model files are refused, or answer something; the process lives. A child process tries
/// them, since what is looked for is its end.
///
/// To look further, or at other files: `-Dglimpse.mutants.first`, `-Dglimpse.mutants.count`.
class DamagedModelTest {
    private static final long FIRST = Long.getLong("glimpse.mutants.first", 40_000);
    private static final long COUNT = Long.getLong("glimpse.mutants.count", 300);

    @Test
    void noDamagedModelEndsTheProcess(@TempDir Path folder) {
        var ended =
                new ChildJvm(folder, Map.of())
                        .option("-Xmx512m")
                        .option("-Dglimpse.native.dir=" + System.getProperty("glimpse.native.dir"))
                        .run(
                                MutantRun.class,
                                10,
                                folder.toString(),
                                Long.toString(FIRST),
                                Long.toString(COUNT),
                                EmbeddedModel.text().toString(),
                                EmbeddedModel.mmproj().toString());
        var last =
                ended.output().stream()
                        .filter(line -> line.startsWith("BEGIN "))
                        .reduce((_, line) -> line);
        var tail =
                ended.output()
                        .subList(Math.max(0, ended.output().size() - 20), ended.output().size());
        assertThat(ended.status())
                .as("%s ended the process:%n%s", last, String.join("\n", tail))
                .isZero();
        assertThat(ended.output().stream().filter(line -> line.startsWith("END ")))
                .hasSize((int) COUNT);
        // Both kinds are there, or the damage is too little or too much to say anything.
        assertThat(ended.output()).anyMatch(line -> line.matches("END \\d+ answered .*"));
        assertThat(ended.output()).anyMatch(line -> line.matches("END \\d+ refused .*"));
    }
}
