package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Glimpse's service beside llama.cpp's server: run by hand or by `make bench-runtime`.
///
/// Each round starts both servers anew, one after the other, so that neither knows an image, and
/// asks the same of both.
///
/// Arguments: folder for figures and logs; folder of `bin/glimpse`; folder of llama.cpp's programs;
/// folder of the embedded model; folder of the pair that [WriteModels] of the vision encoder's
/// tests writes; threads; rounds; contests (`embedded,2B`).
public final class BenchRuntime {
    private final Path folder;
    private final Path glimpse;
    private final Path peers;
    private final RuntimeFigures figures = new RuntimeFigures();

    private BenchRuntime(Path folder, Path glimpse, Path peers) {
        this.folder = folder;
        this.glimpse = glimpse;
        this.peers = peers;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var bench =
                new BenchRuntime(
                        Files.createDirectories(Path.of(arguments[0])),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]));
        int rounds = Integer.parseInt(arguments[6]);
        var contests = new ArrayList<Contest>();
        for (String name : arguments[7].split(",", -1)) {
            contests.add(
                    switch (name) {
                        case "embedded" -> Contest.embedded(Path.of(arguments[3]));
                        case "2B" ->
                                Contest.twoBillion(
                                        Path.of(arguments[4]), Integer.parseInt(arguments[5]));
                        default ->
                                throw new IllegalArgumentException(
                                        name + " is no contest; there are: embedded, 2B");
                    });
        }
        bench.run(contests, rounds);
    }

    private void run(List<Contest> contests, int rounds) throws IOException, InterruptedException {
        for (Contest contest : contests) {
            for (int round = 0; round < rounds; round++) {
                measure(contest, contest.glimpse(glimpse.resolve("bin/glimpse")));
                measure(contest, contest.llama(peers.resolve("llama-server")));
                int tokens = contest.traffic().getFirst().asks().getFirst().tokens();
                figures.addBare(
                        contest.name(),
                        new LlamaBench(peers.resolve("llama-bench"))
                                .tokensPerSecond(contest, tokens));
            }
            print(figures.table());
        }
        figures.write(folder.resolve("runtime.json"));
    }

    private void measure(Contest contest, ServerProcess.Program program)
            throws IOException, InterruptedException {
        Path log = folder.resolve("runtime-" + program.name() + ".log");
        try (var server = program.start(log)) {
            StreamClient client = server.client();
            Contest.warmUp().against(client);
            for (Traffic traffic : contest.traffic()) {
                Traffic.Run run = traffic.against(client);
                figures.add(
                        contest.name(),
                        traffic.name(),
                        program.name(),
                        run,
                        server.peakMebibytes());
                print(
                        contest.name()
                                + ", "
                                + traffic.name()
                                + ", "
                                + program.name()
                                + ": "
                                + Math.round(run.seconds() * 1000)
                                + " ms");
            }
        }
    }

    private static void print(String line) {
        IO.println(line);
    }
}
