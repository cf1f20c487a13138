package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A caption for each of many images by the embedded model: `glimpse caption` on a folder, with
/// several numbers of images at once, beside a script that keeps llama.cpp's server busy with as
/// many requests as it has slots. All greedy, of one length, one thread each, in turns; starting is
/// part of the time.
///
/// Arguments: folder for `caption.json`, folder of the runnable program, folder of llama.cpp's
/// programs, folder of the embedded model, rounds, images.
public final class BenchCaption {
    private static final String QUESTION = "Describe this image.";
    private static final int TOKENS = 24;
    private static final int SIDE = 448;
    private static final List<Integer> AT_ONCE = List.of(1, 2, 4, 8, 16);

    /// What the shell's `times` prints of a process that ended: minutes and seconds, for the user
    /// and the system, of the shell first, then of its children.
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([0-9.]+)s\\s+(\\d+)m([0-9.]+)s");

    private final Path folder;
    private final Path glimpse;
    private final Contest contest;
    private final Path llamaServer;
    private final Map<String, List<Taken>> figures = new LinkedHashMap<>();

    /// What a run took.
    ///
    /// @param seconds from its command to its end
    /// @param cpuSeconds of processor time, of all threads
    private record Taken(double seconds, double cpuSeconds) {}

    private BenchCaption(Path folder, Path glimpse, Contest contest, Path llamaServer) {
        this.folder = folder;
        this.glimpse = glimpse;
        this.contest = contest;
        this.llamaServer = llamaServer;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Path model = Path.of(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        int images = Integer.parseInt(arguments[5]);
        var bench =
                new BenchCaption(
                        folder,
                        Path.of(arguments[1]).resolve("bin/glimpse"),
                        Contest.embedded(model),
                        Path.of(arguments[2]).resolve("llama-server"));
        Path pictures = writeImages(folder.resolve("caption-images"), images);
        for (int round = 0; round < rounds; round++) {
            for (int parallel : AT_ONCE) {
                bench.add("glimpse, " + parallel + " at once", bench.caption(pictures, parallel));
            }
            bench.add("llama-server", bench.ask(images));
        }
        bench.print(images);
        bench.write(folder.resolve("caption.json"), images);
    }

    private static Path writeImages(Path pictures, int images) throws IOException {
        Files.createDirectories(pictures);
        for (int number = 0; number < images; number++) {
            Files.write(
                    pictures.resolve(String.format(Locale.ROOT, "%06d.png", number)),
                    BenchImage.file(number, SIDE));
        }
        return pictures;
    }

    private void add(String name, Taken taken) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(taken);
        IO.println(String.format(Locale.ROOT, "%s: %.2f s", name, taken.seconds()));
    }

    private Taken caption(Path pictures, int parallel) throws IOException, InterruptedException {
        Path rows = folder.resolve("captions.jsonl");
        Path log = folder.resolve("caption-glimpse.log");
        var command =
                new ArrayList<>(List.of("sh", "-c", "\"$@\" && times", "sh", glimpse.toString()));
        command.addAll(List.of("caption", pictures.toString(), "--out", rows.toString()));
        command.addAll(List.of("--no-resume", "--quiet", "--parallel", Integer.toString(parallel)));
        command.addAll(List.of("--prompt", QUESTION, "--temperature", "0", "--ignore-eos"));
        command.addAll(List.of("--max-tokens", Integer.toString(TOKENS)));
        command.addAll(List.of("--model", contest.model().toString()));
        command.addAll(List.of("--mmproj", contest.mmproj().toString()));
        command.addAll(List.of("--threads", Integer.toString(contest.threads())));
        long start = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        int code = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        String printed = Files.readString(log);
        if (code != 0) {
            throw new IOException(command + " ended with " + code + ": " + printed);
        }
        return new Taken(seconds, cpuSeconds(printed));
    }

    private static double cpuSeconds(String printed) {
        Matcher times = TIMES.matcher(printed);
        double last = 0;
        while (times.find()) {
            last =
                    60 * Double.parseDouble(times.group(1))
                            + Double.parseDouble(times.group(2))
                            + 60 * Double.parseDouble(times.group(3))
                            + Double.parseDouble(times.group(4));
        }
        return last;
    }

    private Taken ask(int images) throws IOException, InterruptedException {
        List<Ask> asks =
                IntStream.range(0, images)
                        .mapToObj(number ->
                                new Ask(
                                        Optional.of(BenchImage.dataUri(number, SIDE)),
                                        QUESTION,
                                        TOKENS))
                        .toList();
        long start = System.nanoTime();
        Path log = folder.resolve("caption-llama-server.log");
        try (var server = contest.llama(llamaServer).start(log)) {
            new Traffic("captions", Contest.SLOTS, asks).against(server.client());
            return new Taken((System.nanoTime() - start) / 1e9, server.cpuSeconds());
        }
    }

    private void print(int images) {
        IO.println("| captions of " + images + " images | images/s | processors busy | ratio |");
        IO.println("|---|---|---|---|");
        figures.forEach((name, taken) ->
                IO.println(
                        String.format(
                                Locale.ROOT,
                                "| %s | %s | %s | %s |",
                                name,
                                numbers(taken, one -> images / one.seconds()).spread(),
                                numbers(taken, one -> one.cpuSeconds() / one.seconds()).spread(),
                                ratio(taken).spread())));
    }

    /// To llama.cpp's server in the same round; above 1 is quicker.
    private Numbers ratio(List<Taken> taken) {
        List<Taken> theirs = figures.get("llama-server");
        return Numbers.of(
                IntStream.range(0, taken.size())
                        .mapToObj(round -> theirs.get(round).seconds() / taken.get(round).seconds())
                        .toList());
    }

    private static Numbers numbers(List<Taken> taken, Function<Taken, Double> figure) {
        return Numbers.of(taken.stream().map(figure).toList());
    }

    /// Least, median and most of the ratio and of images a second.
    private void write(Path file, int images) throws IOException {
        var entries = new ArrayList<String>();
        figures.forEach((name, taken) -> {
            entries.add(ratio(taken).jsonField("ratio: " + name));
            entries.add(
                    numbers(taken, one -> images / one.seconds())
                            .jsonField("images a second: " + name));
        });
        Files.writeString(file, "{" + String.join(",\n ", entries) + "}\n");
    }
}
