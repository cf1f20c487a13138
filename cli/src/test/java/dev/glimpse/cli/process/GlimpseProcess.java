package dev.glimpse.cli.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts `bin/glimpse` of the built folder as a user would, with files for its output.
final class GlimpseProcess {
    private static final long LIMIT_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path launcher = dist().resolve("bin/glimpse");
    private byte[] input = new byte[0];
    private Path workingFolder;

    private GlimpseProcess(Path folder) {
        this.folder = folder;
        this.workingFolder = folder;
    }

    /// @param folder where output is kept, and where the process runs
    static GlimpseProcess in(Path folder) {
        return new GlimpseProcess(folder);
    }

    /// The folder that the build made.
    static Path dist() {
        return Path.of(System.getProperty("glimpse.dist"));
    }

    GlimpseProcess launcher(Path value) {
        launcher = value;
        return with("GLIMPSE_AOT", "off"); // no cache for a place that is soon gone
    }

    GlimpseProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    GlimpseProcess input(byte[] value) {
        input = value;
        return this;
    }

    GlimpseProcess input(String value) {
        return input(value.getBytes(StandardCharsets.UTF_8));
    }

    GlimpseProcess from(Path value) {
        workingFolder = value;
        return this;
    }

    /// Runs to the end.
    Outcome run(String... arguments) throws IOException, InterruptedException {
        var running = start(arguments);
        try (OutputStream stdin = running.process().getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // It ended without reading all; what it printed says why.
            running.process().onExit().join();
        }
        return running.await();
    }

    /// Starts, with standard input open.
    Running start(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        var builder =
                new ProcessBuilder(command)
                        .directory(workingFolder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GLIMPSE_"));
        builder.environment().putAll(environment);
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        return new Running(builder.start(), out, err);
    }

    /// A process under way.
    record Running(Process process, Path out, Path err) {

        Outcome await() throws IOException, InterruptedException {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "no end after " + LIMIT_SECONDS + " s; it printed " + finished(-1));
            }
            return finished(process.exitValue());
        }

        private Outcome finished(int code) throws IOException {
            return new Outcome(code, Files.readString(out), Files.readString(err));
        }
    }

    /// What a process left.
    record Outcome(int code, String out, String err) {}
}
