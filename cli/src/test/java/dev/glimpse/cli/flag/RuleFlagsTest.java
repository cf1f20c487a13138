package dev.glimpse.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.benchmark.Benchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RuleFlagsTest {
    @TempDir Path folder;

    @Command
    private static final class Any {
        @Mixin private final RuleFlags flags = new RuleFlags();
    }

    @Test
    void annotationsAreReadOnce() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("annotations.json"),
                        "[{\"instruction\": \"a\", \"output_2\": \"x\", \"preference\": 2}]");
        var any = new Any();
        new CommandLine(any).parseArgs("--annotations", file.toString());

        var first = any.flags.markers(Benchmark.ALPACA_EVAL).own();
        Files.delete(file);

        assertThat(any.flags.rules(Benchmark.ALPACA_EVAL).marker()).isSameAs(first);
    }
}
