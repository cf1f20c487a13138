package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// From the command to the first answer of the embedded model, in whole processes: with the JVM's
/// cache and without, and another build beside them where one is named. In turns, after one round
/// that is not counted.
///
/// Arguments: folder for `startup.json`, folder of the runnable program, rounds, and perhaps the
/// folder of another build.
public final class BenchStartup {
    private static final double NANOS_PER_SECOND = 1e9;

    private BenchStartup() {}

    /// @param name what the table calls it
    /// @param dist the folder of the runnable program
    /// @param aot value of GLIMPSE_AOT
    private record Way(String name, Path dist, String aot) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path out = Path.of(arguments[0]);
        Path dist = Path.of(arguments[1]).toAbsolutePath();
        int rounds = Integer.parseInt(arguments[2]);
        var ways = new ArrayList<Way>();
        if (arguments.length > 3 && !arguments[3].isBlank()) {
            ways.add(new Way("other build", Path.of(arguments[3]).toAbsolutePath(), ""));
        }
        ways.add(new Way("without the cache", dist, "off"));
        ways.add(new Way("with the cache", dist, ""));
        requireCache(dist);
        Map<Way, double[]> seconds = new LinkedHashMap<>();
        ways.forEach(way -> seconds.put(way, new double[rounds]));
        for (int round = -1; round < rounds; round++) {
            for (Way way : ways) {
                double taken = ask(way);
                if (round >= 0) {
                    seconds.get(way)[round] = taken;
                }
            }
        }
        seconds.values().forEach(Arrays::sort);
        print(seconds);
        Files.writeString(out.resolve("startup.json"), json(seconds));
    }

    private static void requireCache(Path dist) throws IOException, InterruptedException {
        run(dist, "make");
    }

    private static double ask(Way way) throws IOException, InterruptedException {
        long start = System.nanoTime();
        run(
                way.dist(),
                way.aot(),
                "ask",
                way.dist().resolve("samples/images/blue-circle.png").toString(),
                "What color is the circle?");
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static void run(Path dist, String aot, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(dist.resolve("bin/glimpse").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GLIMPSE_AOT", aot);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + " ended with " + code);
        }
    }

    private static void print(Map<Way, double[]> seconds) {
        IO.println("`glimpse ask` with the embedded model, command to answer, seconds:");
        IO.println();
        IO.println("| | median | least | most | of the first row |");
        IO.println("|---|---|---|---|---|");
        double first = median(seconds.values().iterator().next());
        seconds.forEach((way, sorted) ->
                IO.println(
                        String.format(
                                Locale.ROOT,
                                "| %s | %.2f | %.2f | %.2f | %.2f |",
                                way.name(),
                                median(sorted),
                                sorted[0],
                                sorted[sorted.length - 1],
                                median(sorted) / first)));
    }

    private static String json(Map<Way, double[]> seconds) {
        return seconds.entrySet().stream()
                .map(entry -> "  \"" + entry.getKey().name() + "\": " + list(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String list(double[] sorted) {
        return Arrays.stream(sorted)
                .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
