package dev.glimpse.bindings.library;

import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.bindings.testing.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The child process of [GgmlLogTest]: lets llama.cpp refuse a file twice, the first time with a
/// logger that throws.
final class LogRun {
    private LogRun() {}

    static void main(String... arguments) throws IOException {
        var metadata =
                Map.<String, GgufValue>of(
                        "general.architecture", new GgufValue.Text("no-such-architecture"));
        Path file =
                Files.write(
                        Path.of(arguments[0], "unknown.gguf"),
                        GgufWriter.header(metadata, List.of()));
        PrintingLoggers.OUT.println("throwing");
        PrintingLoggers.setThrowing(true);
        open(file);
        PrintingLoggers.OUT.println("quiet");
        PrintingLoggers.setThrowing(false);
        open(file);
    }

    private static void open(Path file) {
        try (var model = LlamaModel.open(file, ModelParams.CPU)) {
            PrintingLoggers.OUT.println("OPENED " + model);
        } catch (NativeException e) {
            PrintingLoggers.OUT.println(
                    "REFUSED " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
