package dev.glimpse.http.bench;

import com.google.errorprone.annotations.FormatMethod;
import dev.glimpse.http.bench.Tally.Kind;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Loads a server with many clients at once and tells what came of it: outcomes, latencies,
/// resident memory over time; before that, one client after the other, what HTTP costs beside the
/// model.
///
/// Arguments: folder for `http.json`, seconds, clients. Ends with 1 if anything happened that
/// should not have.
public final class BenchHttp {
    private static final int SEQUENTIAL = 400;
    private static final int WARM_UP = 200;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    private BenchHttp() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int seconds = Integer.parseInt(args[1]);
        int clients = Integer.parseInt(args[2]);
        Path launcher =
                Path.of(System.getProperty("glimpse.project.root"), "cli/target/dist/bin/glimpse");
        var tally = new Tally();
        ObjectNode report = JsonMapper.shared().createObjectNode();
        report.put("seconds", seconds).put("clients", clients);
        boolean alive;
        try (var server = ServerProcess.start(launcher);
                HttpClient http =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(CONNECT_TIMEOUT)
                                .build()) {
            cost(server, http, report);
            List<Long> resident = load(server, http, tally, seconds, clients);
            alive = server.isAlive() && healthy(server, http);
            tell(tally, resident, report);
        }
        report.put("alive_at_the_end", alive);
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("http.json"),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
        if (!alive || !tally.faults().isEmpty()) {
            IO.println("NOT AS INTENDED: alive " + alive + ", " + tally.faults());
            System.exit(1);
        }
    }

    /// What a request costs beside the stages that the server measures itself.
    private static void cost(ServerProcess server, HttpClient http, ObjectNode report)
            throws IOException, InterruptedException {
        byte[] body =
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Service.question(Images.disc(0xE01010), "What colour is it?"));
        HttpRequest question =
                request(server, "/v1/vqa")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        HttpRequest health = request(server, "/healthz").build();
        var beside = new ArrayList<Double>();
        var alone = new ArrayList<Double>();
        for (int i = 0; i < WARM_UP + SEQUENTIAL; i++) {
            long begin = System.nanoTime();
            String reply = http.send(question, BodyHandlers.ofString()).body();
            double took = (System.nanoTime() - begin) / 1e6;
            double stages = 0;
            for (JsonNode stage : JsonMapper.shared().readTree(reply).get("timings_ms")) {
                stages += stage.doubleValue();
            }
            begin = System.nanoTime();
            http.send(health, BodyHandlers.ofString());
            if (i >= WARM_UP) {
                beside.add(took - stages);
                alone.add((System.nanoTime() - begin) / 1e6);
            }
        }
        ObjectNode cost = report.putObject("http_cost_ms");
        cost.put("question_p50", Tally.quantile(beside, 0.5));
        cost.put("question_p95", Tally.quantile(beside, 0.95));
        cost.put("healthz_p50", Tally.quantile(alone, 0.5));
        print(
                "One client: a question costs %.2f ms (p95 %.2f) beside the stages of the model,"
                        + " /healthz %.2f ms; %d requests each.%n",
                Tally.quantile(beside, 0.5),
                Tally.quantile(beside, 0.95),
                Tally.quantile(alone, 0.5),
                SEQUENTIAL);
    }

    /// @return resident memory at each second
    private static List<Long> load(
            ServerProcess server, HttpClient http, Tally tally, int seconds, int clients)
            throws Exception {
        var resident = new ArrayList<Long>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (var pool =
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("client-", 0).factory());
                var clock =
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofPlatform().name("memory").daemon().factory())) {
            var _ =
                    clock.scheduleAtFixedRate(
                            () -> {
                                synchronized (resident) {
                                    resident.add(server.residentBytes());
                                }
                            },
                            0,
                            1,
                            TimeUnit.SECONDS);
            var ends = new ArrayList<Future<?>>();
            for (int i = 0; i < clients; i++) {
                var client = new LoadClient(server.port(), http, tally, new Random(i));
                ends.add(pool.submit(() -> client.run(deadline)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            clock.shutdown();
        }
        return resident;
    }

    private static boolean healthy(ServerProcess server, HttpClient http)
            throws IOException, InterruptedException {
        return http.send(request(server, "/healthz").build(), BodyHandlers.ofString()).statusCode()
                == 200;
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofMinutes(2));
    }

    private static void tell(Tally tally, List<Long> resident, ObjectNode report) {
        IO.println("| clients do | p50 ms | p95 ms | p99 ms | outcomes |");
        IO.println("|---|---:|---:|---:|---|");
        ObjectNode kinds = report.putObject("kinds");
        for (Kind kind : Kind.values()) {
            double[] quantiles = {
                tally.quantile(kind, 0.5), tally.quantile(kind, 0.95), tally.quantile(kind, 0.99)
            };
            print(
                    "| %s | %.0f | %.0f | %.0f | %s |",
                    kind.description(),
                    quantiles[0],
                    quantiles[1],
                    quantiles[2],
                    tally.outcomes(kind));
            ObjectNode json = kinds.putObject(kind.name().toLowerCase(Locale.ROOT));
            if (!Double.isNaN(quantiles[0])) {
                json.put("p50_ms", quantiles[0]);
                json.put("p95_ms", quantiles[1]);
                json.put("p99_ms", quantiles[2]);
            }
            ObjectNode outcomes = json.putObject("outcomes");
            tally.outcomes(kind).forEach(outcomes::put);
        }
        long[] quarters = quarters(resident);
        print(
                "%nResident memory: greatest in each quarter of the time %d, %d, %d, %d MiB.",
                quarters[0], quarters[1], quarters[2], quarters[3]);
        var memory = report.putArray("resident_mib_by_quarter");
        for (long quarter : quarters) {
            memory.add(quarter);
        }
        tally.faults().forEach(report.putArray("faults")::add);
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        IO.println(String.format(Locale.ROOT, format, values));
    }

    private static long[] quarters(List<Long> resident) {
        var greatest = new long[4];
        for (int i = 0; i < resident.size(); i++) {
            int quarter = 4 * i / resident.size();
            greatest[quarter] = Math.max(greatest[quarter], resident.get(i) >> 20);
        }
        return greatest;
    }
}
