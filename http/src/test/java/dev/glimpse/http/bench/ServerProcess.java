package dev.glimpse.http.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `glimpse serve` on a free port, as a user runs it.
final class ServerProcess implements AutoCloseable {
    private static final String READY = "listening on http://127.0.0.1:";

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it and waits until it listens.
    ///
    /// @param launcher of the runnable folder
    @SuppressWarnings("MustBeClosed") // the caller closes it
    static ServerProcess start(Path launcher) throws IOException {
        var process =
                new ProcessBuilder(List.of(launcher.toString(), "serve", "--port", "0"))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        var seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int at = line.indexOf(READY);
            if (at >= 0) {
                String digits = line.substring(at + READY.length()).replaceFirst("\\D.*", "");
                Thread.ofVirtual().name("server-output").start(() -> discard(output));
                return new ServerProcess(process, Integer.parseInt(digits));
            }
            seen.append(line).append('\n');
        }
        throw new IOException("the server did not start: " + seen);
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Resident memory now, in bytes.
    long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Keeps the pipe from filling up.
    private static void discard(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // it has ended
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
