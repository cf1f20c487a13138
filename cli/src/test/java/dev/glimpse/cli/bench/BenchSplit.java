package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How processors are best split between decoder and vision encoder: eight users who ask about
/// images of their own, answered with all threads for each in turns, and with half of them for each
/// beside each other. Each round starts the service anew for each split.
///
/// Arguments: folder for figures and logs; folder of `bin/glimpse`; folder of the embedded model;
/// folder of the pair that [WriteModels] of the vision encoder's tests writes; threads; rounds.
public final class BenchSplit {
    private static final int IMAGES_OF_EMBEDDED = 8;

    private final Path folder;
    private final Path launcher;
    private final int threads;
    private final Map<String, List<Traffic.Run>> runs = new LinkedHashMap<>();

    private BenchSplit(Path folder, Path launcher, int threads) {
        this.folder = folder;
        this.launcher = launcher;
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int threads = Integer.parseInt(arguments[4]);
        if (threads < 2) {
            throw new IllegalArgumentException(
                    "threads: " + threads + "; there must be 2 to split");
        }
        var bench =
                new BenchSplit(
                        Files.createDirectories(Path.of(arguments[0])),
                        Path.of(arguments[1]).resolve("bin/glimpse"),
                        threads);
        int rounds = Integer.parseInt(arguments[5]);
        for (int round = 0; round < rounds; round++) {
            bench.measure(Contest.embedded(Path.of(arguments[2])), IMAGES_OF_EMBEDDED);
            bench.measure(Contest.twoBillion(Path.of(arguments[3]), threads), 1);
        }
        bench.report();
    }

    private void measure(Contest contest, int images) throws IOException, InterruptedException {
        int half = threads / 2;
        measure(contest, images, "turns", threads, threads);
        measure(contest, images, "beside", threads - half, half);
    }

    private void measure(Contest contest, int images, String split, int decoding, int encoding)
            throws IOException, InterruptedException {
        String name = contest.name() + ", " + split + ", " + decoding + " + " + encoding;
        ServerProcess.Program program = contest.glimpse(launcher, name, decoding, encoding);
        try (var server = program.start(folder.resolve("split.log"))) {
            StreamClient client = server.client();
            Contest.warmUp().against(client);
            Traffic.Run run = Contest.encodingAndDecoding(images).against(client);
            runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(run);
            IO.println(String.format(Locale.ROOT, "%s: %.2f s", name, run.seconds()));
        }
    }

    private void report() throws IOException {
        IO.println(
                "| model, split, threads | answers/s | first token s, p50 | gap ms, p50 / p95 |");
        IO.println("|---|---|---|---|");
        var fields = new ArrayList<String>();
        runs.forEach((name, all) -> {
            List<Outcome> outcomes = all.stream().flatMap(run -> run.outcomes().stream()).toList();
            Numbers answers =
                    Numbers.of(
                            all.stream()
                                    .map(run -> run.outcomes().size() / run.seconds())
                                    .toList());
            Numbers gaps =
                    Numbers.of(outcomes.stream().flatMap(one -> one.gaps().stream()).toList());
            IO.println(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %.2f | %.1f / %.1f |",
                            name,
                            answers.spread(),
                            Numbers.of(outcomes.stream().map(Outcome::first).toList()).median(),
                            1000 * gaps.median(),
                            1000 * gaps.at(0.95)));
            fields.add(answers.jsonField(name));
        });
        Files.writeString(folder.resolve("split.json"), "{" + String.join(",\n ", fields) + "}\n");
    }
}
