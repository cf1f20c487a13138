package dev.glimpse.vision.siglip.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What [BenchVision] measured: a table for people and `vision.json` for programs.
///
/// `F16+fa` is libmtmd as it comes. Ratios are libmtmd's best time over the contender's, round by
/// round, so that a machine that drifts slows both: above 1 is quicker than libmtmd. Times are
/// medians of the wall clock; `cpu` is what the process spent meanwhile; `MiB` its largest resident
/// memory while encoding.
final class VisionFigures {
    /// Whom libmtmd's rows begin with.
    private static final String PEER = "libmtmd";

    private static final int TOKENS_A_SLICE = 64;

    private final int blocks;
    private final int threads;
    private final MachinePeak peak;
    private final double operations;
    private final Map<Contest, List<Sample>> samples = new LinkedHashMap<>();

    /// An encoder with so many slices.
    record Contest(String encoder, int slices) {}

    /// One round.
    ///
    /// @param wall seconds of the clock; `cpu` of the processor
    record Sample(double wall, double cpu, long peakMebibytes) {}

    /// Least, middle and most.
    ///
    /// @param operations multiplications and additions for a slice
    VisionFigures(int blocks, int threads, MachinePeak peak, double operations) {
        this.blocks = blocks;
        this.threads = threads;
        this.peak = peak;
        this.operations = operations;
    }

    void add(Contest contest, List<Sample> rounds) {
        samples.put(contest, List.copyOf(rounds));
    }

    void report(Path json) throws IOException {
        print(
                "%n%-16s %6s %6s  %-21s %8s %6s %8s %7s  %s",
                "",
                "slices",
                "tokens",
                "seconds (spread)",
                "cpu s",
                "MiB",
                "GFLOP/s",
                "of peak",
                "ratio (spread)");
        var rows = new ArrayList<String>();
        samples.forEach((contest, rounds) -> rows.add(row(contest, rounds)));
        String head =
                String.format(
                        Locale.ROOT,
                        "{\"threads\": %d, \"blocks\": %d, \"rounds\": %d, \"peak_gops_a_core\":"
                                + " {%s},%n \"ratio_to_best_libmtmd\": %s,%n \"rows\": [%n  ",
                        threads,
                        blocks,
                        samples.values().stream().mapToInt(List::size).max().orElse(0),
                        peak.operations().entrySet().stream()
                                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                                .sorted()
                                .collect(Collectors.joining(", ")),
                        headline());
        Files.writeString(json, head + String.join(",\n  ", rows) + "]}\n");
    }

    /// The ratio of the default for one slice, or null where that was not measured.
    private String headline() {
        var contest = new Contest("ours FASTEST", 1);
        return samples.containsKey(contest) ? number(ratio(contest).median()) : "null";
    }

    private String row(Contest contest, List<Sample> rounds) {
        Spread wall = Spread.of(rounds.stream().mapToDouble(Sample::wall).toArray());
        Spread cpu = Spread.of(rounds.stream().mapToDouble(Sample::cpu).toArray());
        long memory = rounds.stream().mapToLong(Sample::peakMebibytes).max().orElse(0);
        Spread ratio = ratio(contest);
        double rate = operations * contest.slices / wall.median() / 1e9;
        double share = rate / (peak.best() * threads);
        print(
                "%-16s %6d %6d  %6.2f (%5.2f to %5.2f) %8.2f %6d %8.0f %6.0f%%  %.2f (%.2f to"
                        + " %.2f)",
                contest.encoder,
                contest.slices,
                TOKENS_A_SLICE * contest.slices,
                wall.median(),
                wall.least(),
                wall.most(),
                cpu.median(),
                memory,
                rate,
                100 * share,
                ratio.median(),
                ratio.least(),
                ratio.most());
        return String.format(
                Locale.ROOT,
                "{\"encoder\": \"%s\", \"slices\": %d, \"tokens\": %d, \"seconds\": %s,"
                        + " \"cpu_seconds\": %s, \"peak_mebibytes\": %d, \"gflops\": %s,"
                        + " \"share_of_peak\": %s, \"ratio\": %s}",
                contest.encoder,
                contest.slices,
                TOKENS_A_SLICE * contest.slices,
                array(wall),
                array(cpu),
                memory,
                number(rate),
                number(share),
                array(ratio));
    }

    /// Round by round: libmtmd's best over this.
    private Spread ratio(Contest contest) {
        List<Sample> rounds = samples.getOrDefault(contest, List.of());
        var ratios = new double[rounds.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = bestOfPeer(contest.slices, round) / rounds.get(round).wall;
        }
        return Spread.of(ratios);
    }

    private double bestOfPeer(int slices, int round) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().encoder.startsWith(PEER))
                .filter(entry -> entry.getKey().slices == slices)
                .mapToDouble(entry -> entry.getValue().get(round).wall)
                .min()
                .orElse(Double.NaN);
    }

    private static String array(Spread spread) {
        return "["
                + number(spread.least())
                + ", "
                + number(spread.median())
                + ", "
                + number(spread.most())
                + "]";
    }

    /// JSON knows no NaN.
    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        IO.println(String.format(Locale.ROOT, format, values));
    }
}
