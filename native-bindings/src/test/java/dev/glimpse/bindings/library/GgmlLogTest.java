package dev.glimpse.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.testing.ChildJvm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgmlLogTest {
    private static final int ERROR = 4;
    private static final int CONTINUED = 5;

    @Test
    void numbersOfTheLevelsAreGgmls() {
        assertThat(Llama.GGML_LOG_LEVEL_ERROR()).isEqualTo(ERROR);
        assertThat(Llama.GGML_LOG_LEVEL_CONT()).isEqualTo(CONTINUED);
    }

    @Test
    void errorsAreCollectedWholeAndInOrder() {
        try (var errors = LoggedErrors.collect()) {
            assertThat(errors.text()).contains("it gave no reason");
            receive(ERROR, "first ");
            receive(CONTINUED, "of three");
            receive(CONTINUED, " pieces\n");
            receive(3, "a warning\n");
            receive(ERROR, "never ended");
            receive(ERROR, "  second\n");
            receive(ERROR, "second\n");
            receive(ERROR, "\n");
            assertThat(errors.text()).isEqualTo("first of three pieces; never ended; second");
        }
        receive(ERROR, "collected by nobody\n");
    }

    @Test
    void otherThreadsErrorsStayTheirs() throws Exception {
        try (var errors = LoggedErrors.collect();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            receive(ERROR, "half of mine, ");
            executor.submit(() -> receive(ERROR, "another's\n")).get();
            receive(CONTINUED, "the rest\n");
            assertThat(errors.text()).isEqualTo("half of mine, the rest");
        }
    }

    @Test
    void lineWithoutEndIsCutAndNullIsNothing() {
        try (var errors = LoggedErrors.collect()) {
            GgmlLog.receive(ERROR, MemorySegment.NULL, MemorySegment.NULL);
            receive(ERROR, "x");
            for (int i = 0; i < 5000; i++) {
                receive(CONTINUED, "x");
            }
            assertThat(errors.text()).hasSizeBetween(4096, 4100);
            receive(CONTINUED, "\n");
        }
    }

    /// A logger that throws is one that the process cannot be made to end by.
    @Test
    void libraryLogsToTheJavaLoggerAndSurvivesOneThatThrows(@TempDir Path folder) {
        var ended =
                new ChildJvm(folder, Map.of())
                        .option("-Dglimpse.native.dir=" + System.getProperty("glimpse.native.dir"))
                        .run(LogRun.class, 2, folder.toString());
        assertThat(ended.status()).as(ended.text()).isZero();
        assertThat(ended.output())
                .contains("throwing", "quiet")
                .anyMatch(line -> line.startsWith("LOG dev.glimpse.native ERROR "))
                .anyMatch(line -> line.startsWith("REFUSED NativeCallException: llama.cpp could"));
    }

    private static void receive(int level, String text) {
        try (var arena = Arena.ofConfined()) {
            GgmlLog.receive(level, arena.allocateFrom(text), MemorySegment.NULL);
        }
    }
}
