package dev.glimpse.bindings.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs a test's main class in a Java process of its own: what may end a process, or needs
/// libraries loaded anew, is tried there. Everything of this process's module and class path is on
/// the child's class path.
public final class ChildJvm {
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment;
    private final Path folder;

    /// @param folder for the child's output and crash reports
    /// @param environment variables that the child gets besides this process's own; an empty one is
    ///   taken away
    public ChildJvm(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
        options.add("--enable-native-access=ALL-UNNAMED");
        options.add("-XX:ErrorFile=" + folder.resolve("crash-%p.log"));
        options.add("-XX:-CreateCoredumpOnCrash");
        options.add("-XX:TieredStopAtLevel=1");
        options.add("-Dglimpse.project.root=" + EmbeddedModel.projectRoot());
    }

    /// What became of a child.
    ///
    /// @param status its exit status; 128 and a signal's number where a signal ended it
    /// @param output what it wrote, standard error included
    public record Ended(int status, List<String> output) {
        /// The output in one.
        public String text() {
            return String.join("\n", output);
        }
    }

    /// Adds an option of `java`.
    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /// Runs to the end.
    ///
    /// @throws AssertionError if it has not ended after `minutes`
    public Ended run(Class<?> main, int minutes, String... arguments) {
        try {
            Path output = Files.createTempFile(folder, "child", ".txt");
            Process process = start(main, output, arguments);
            try {
                if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                    throw new AssertionError(
                            "the child still runs after "
                                    + minutes
                                    + " minutes:\n"
                                    + String.join("\n", lines(output)));
                }
            } finally {
                process.destroyForcibly();
            }
            return new Ended(process.exitValue(), lines(output));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Process start(Class<?> main, Path output, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath(main));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GGML_NO_BACKTRACE", "1"); // no debugger is asked
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        return builder.redirectOutput(output.toFile()).start();
    }

    /// A test class of a module is found by its file: the module system says only where the module
    /// is that it was patched into.
    private static String classPath(Class<?> main) throws IOException {
        var entries = new ArrayList<String>();
        String file = main.getName().replace('.', '/') + ".class";
        try (var modules = Files.list(EmbeddedModel.projectRoot())) {
            modules.map(module -> module.resolve("target/test-classes"))
                    .filter(classes -> Files.exists(classes.resolve(file)))
                    .forEach(classes -> entries.add(classes.toString()));
        }
        Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(path -> path != null && !path.isEmpty())
                .forEach(entries::add);
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> lines(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
    }
}
