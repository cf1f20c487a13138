package dev.glimpse.http.bench;

import com.google.errorprone.annotations.FormatMethod;
import dev.glimpse.http.bench.Tally.Kind;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
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

    /// What a request costs beside the stages that the server measures itself; and what one costs
    /// that has an image too, but asks nothing of the model: it is told what the model would see.
    private static void cost(ServerProcess server, HttpClient http, ObjectNode report)
            throws IOException, InterruptedException {
        ObjectNode image = Questions.about(Images.disc(0xE01010), "What colour is it?");
        HttpRequest question = post(server, "/v1/vqa", image);
        ObjectNode alone = JsonMapper.shared().createObjectNode();
        alone.set("image", image.get("images").get(0));
        HttpRequest view = post(server, "/v1/images/view", alone);
        HttpRequest health = request(server, "/healthz").build();
        var besideModel = new ArrayList<Double>();
        var withoutModel = new ArrayList<Double>();
        var nothing = new ArrayList<Double>();
        for (int i = 0; i < WARM_UP + SEQUENTIAL; i++) {
            long begin = System.nanoTime();
            String reply = http.send(question, BodyHandlers.ofString()).body();
            double took = milliseconds(begin);
            for (JsonNode stage : JsonMapper.shared().readTree(reply).get("timings_ms")) {
                took -= stage.doubleValue();
            }
            double viewed = timed(http, view);
            double looked = timed(http, health);
            if (i >= WARM_UP) {
                besideModel.add(took);
                withoutModel.add(viewed);
                nothing.add(looked);
            }
        }
        ObjectNode cost = report.putObject("http_cost_ms");
        IO.println("| one client asks | p50 ms | p95 ms |");
        IO.println("|---|---:|---:|");
        tell(cost, "question", "a question, without the stages of the model", besideModel);
        tell(cost, "without_model", "with an image, nothing of the model", withoutModel);
        tell(cost, "healthz", "/healthz", nothing);
        IO.println("");
    }

    private static void tell(ObjectNode cost, String name, String words, List<Double> times) {
        double median = Tally.quantile(times, 0.5);
        double slow = Tally.quantile(times, 0.95);
        cost.put(name + "_p50", median).put(name + "_p95", slow);
        print("| %s | %.2f | %.2f |", words, median, slow);
    }

    private static double timed(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int status = http.send(request, BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IOException(request.uri() + " answered " + status);
        }
        return milliseconds(begin);
    }

    private static double milliseconds(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    private static HttpRequest post(ServerProcess server, String path, ObjectNode body) {
        return request(server, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)))
                .build();
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
