package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What it is worth to keep what was read: the first token of a question about a picture of ten
/// slices that nobody has seen, that is in the KV cache, and after a restart of which there is
/// nothing, its embedding alone, or its rows as well in a folder.
///
/// Arguments: folder for figures and logs; folder of `bin/glimpse`; folder of the pair that
/// [WriteModels] of the vision encoder's tests writes; threads; rounds.
public final class BenchPrefix {
    private static final int ANSWER = 4;

    private final Path folder;
    private final Contest contest;
    private final Path launcher;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private BenchPrefix(Path folder, Path launcher, Contest contest) {
        this.folder = folder;
        this.launcher = launcher;
        this.contest = contest;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int threads = Integer.parseInt(arguments[3]);
        var bench =
                new BenchPrefix(
                        Files.createDirectories(Path.of(arguments[0])),
                        Path.of(arguments[1]).resolve("bin/glimpse"),
                        Contest.twoBillion(Path.of(arguments[2]), threads));
        int rounds = Integer.parseInt(arguments[4]);
        for (int round = 0; round < rounds; round++) {
            bench.measure();
        }
        bench.report();
    }

    private void measure() throws IOException, InterruptedException {
        Path kept = Files.createTempDirectory(folder, "prefixes");
        try {
            String embeddings = kept.resolve("embeddings").toString();
            String rows = kept.resolve("rows").toString();
            String[] all = {"--image-cache-dir", embeddings, "--saved-prefix-folder", rows};
            try (var server = start(all)) {
                ask(server, "not seen before", "What is in this picture?");
                ask(server, "in the KV cache", "Which colours can be seen?");
            }
            try (var server = start(all)) {
                ask(server, "restarted, rows in a folder", "How many shapes are there?");
            }
            try (var server = start("--image-cache-dir", embeddings)) {
                ask(server, "restarted, embedding in a folder", "How many shapes are there?");
            }
            try (var server = start()) {
                ask(server, "restarted", "How many shapes are there?");
            }
        } finally {
            try (var files = Files.walk(kept)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private ServerProcess start(String... more) throws IOException, InterruptedException {
        ServerProcess server = contest.glimpse(launcher, more).start(folder.resolve("prefix.log"));
        Contest.warmUp().against(server.client());
        return server;
    }

    private void ask(ServerProcess server, String name, String question)
            throws IOException, InterruptedException {
        Traffic.Run run = Contest.tenSlices(question, ANSWER).against(server.client());
        double first = run.outcomes().getFirst().first();
        seconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(first);
        IO.println(String.format(Locale.ROOT, "%s: %.2f s", name, first));
    }

    private void report() throws IOException {
        IO.println("| the picture is | first token, s |");
        IO.println("|---|---|");
        var fields = new ArrayList<String>();
        seconds.forEach((name, all) -> {
            Numbers numbers = Numbers.of(all);
            IO.println("| " + name + " | " + numbers.spread() + " |");
            fields.add(numbers.jsonField(name));
        });
        Files.writeString(folder.resolve("prefix.json"), "{" + String.join(",\n ", fields) + "}\n");
    }
}
