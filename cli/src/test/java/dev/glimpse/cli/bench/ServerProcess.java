package dev.glimpse.cli.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server under way, on a free port of this machine's own address. Closing it ends it.
final class ServerProcess implements AutoCloseable {
    private static final long START_SECONDS = 300;
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final String address;

    private ServerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// How to start one of the two.
    ///
    /// @param name for the table
    /// @param command its program and arguments; the port's number comes behind them
    /// @param health the path that answers 200 once the model is loaded
    record Program(String name, List<String> command, String health) {

        /// @param log where what it prints goes
        ServerProcess start(Path log) throws IOException, InterruptedException {
            int port = freePort();
            var arguments = new ArrayList<>(command);
            arguments.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
            Process process =
                    new ProcessBuilder(arguments)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            String address = "http://127.0.0.1:" + port;
            var server = new ServerProcess(process, address);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!server.answers(health)) {
                if (System.nanoTime() > end
                        || process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    server.close();
                    throw new IOException(name + " did not start: " + Files.readString(log));
                }
            }
            return server;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers(String path) {
        try {
            var url = URI.create(address + path).toURL();
            return ((HttpURLConnection) url.openConnection()).getResponseCode()
                    == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false; // not there yet
        }
    }

    StreamClient client() {
        return new StreamClient(address);
    }

    /// Its largest resident memory so far; on Linux only, elsewhere 0.
    long peakMebibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    /// Processor time so far, of all its threads; 0 where the system does not tell.
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
