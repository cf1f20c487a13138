package dev.glimpse.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// `bin/glimpse` of the built folder in a terminal of 80 columns, which util-linux's `script`
/// makes: keys go in, what the terminal shows comes out. Its line settings are noted before and
/// after.
final class PseudoTerminal implements AutoCloseable {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final long LIMIT_SECONDS = 60;

    private final Path folder;
    private final Process process;
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final StringBuilder shown = new StringBuilder();
    private int seen;

    private PseudoTerminal(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        reader = Thread.ofVirtual().start(this::read);
    }

    /// Whether this system has such a `script`.
    static boolean exists() {
        return Files.isExecutable(SCRIPT) && System.getProperty("os.name").equals("Linux");
    }

    /// @param folder where it runs, and where the settings are noted
    /// @param arguments words that a shell takes as they are
    static PseudoTerminal start(Path folder, String... arguments) throws IOException {
        Path launcher = GlimpseProcess.dist().resolve("bin/glimpse");
        // The shell outlives Ctrl-C, which the terminal sends to all that run in it.
        String line =
                "trap : INT; stty cols 80 rows 24; stty -a >before; '"
                        + launcher
                        + "' "
                        + String.join(" ", arguments)
                        + "; code=$?; stty -a >after; exit $code";
        var builder =
                new ProcessBuilder(
                                // What starts this may ignore SIGINT, and so would all it starts.
                                List.of(
                                        "env",
                                        "--default-signal=INT",
                                        SCRIPT.toString(),
                                        "-qefc",
                                        line,
                                        "/dev/null"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GLIMPSE_"));
        builder.environment().remove("NO_COLOR");
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        return new PseudoTerminal(folder, builder.start());
    }

    private void read() {
        var bytes = new byte[1 << 13];
        try (InputStream out = process.getInputStream()) {
            for (int count = out.read(bytes); count >= 0; count = out.read(bytes)) {
                lock.lock();
                try {
                    // Letters of other scripts may be torn; nothing waits for those.
                    shown.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                    more.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the terminal shows a text behind what was waited for before.
    void await(String text) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        lock.lock();
        try {
            while (shown.indexOf(text, seen) < 0) {
                if (left <= 0 || (!process.isAlive() && !reader.isAlive())) {
                    throw new AssertionError("no \"" + text + "\" in " + printable());
                }
                left = Math.min(left, more.awaitNanos(Math.min(left, 100_000_000L)) + left);
            }
            seen = shown.indexOf(text, seen) + text.length();
        } finally {
            lock.unlock();
        }
    }

    /// Presses keys.
    void type(String keys) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(keys.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /// Waits for the end.
    ///
    /// @return the exit code of `glimpse`
    int end() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no end; the terminal shows " + printable());
        }
        reader.join();
        return process.exitValue();
    }

    /// All that the terminal was told to show, control sequences among it.
    String shown() {
        lock.lock();
        try {
            return shown.toString();
        } finally {
            lock.unlock();
        }
    }

    private String printable() {
        return shown().replace("\u001B", "\\e").replace("\r", "\\r");
    }

    /// The line settings before and after `glimpse`, as `stty -a` tells them.
    List<String> settings() throws IOException {
        return List.of(
                Files.readString(folder.resolve("before")),
                Files.readString(folder.resolve("after")));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
