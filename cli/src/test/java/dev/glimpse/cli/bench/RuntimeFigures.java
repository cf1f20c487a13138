package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// What was measured, as a table and as JSON. A ratio above 1 means that Glimpse is quicker; it is
/// taken round by round, and shown with its spread.
final class RuntimeFigures {
    private static final String HEAD =
            "| model | traffic | server | answers/s | tokens/s a user | first token s, p50 / p95"
                    + " | gap ms, p50 / p95 / most | peak MiB | ratio |\n"
                    + "|---|---|---|---|---|---|---|---|---|\n";

    private final Map<Row, List<Traffic.Run>> runs = new LinkedHashMap<>();
    private final Map<Row, List<Double>> memory = new LinkedHashMap<>();
    private final Map<String, List<Double>> bare = new LinkedHashMap<>();

    private record Row(String model, String traffic, String server) {
        Row of(String otherServer) {
            return new Row(model, traffic, otherServer);
        }

        boolean oneUser() {
            return traffic.startsWith("one user");
        }
    }

    void add(String model, String traffic, String server, Traffic.Run run, long peakMebibytes) {
        var row = new Row(model, traffic, server);
        runs.computeIfAbsent(row, _ -> new ArrayList<>()).add(run);
        memory.computeIfAbsent(row, _ -> new ArrayList<>()).add((double) peakMebibytes);
    }

    /// llama-bench's tokens a second, measured in the round that ends with it.
    void addBare(String model, double tokensPerSecond) {
        bare.computeIfAbsent(model, _ -> new ArrayList<>()).add(tokensPerSecond);
    }

    String table() {
        var text = new StringBuilder(HEAD);
        runs.forEach((row, all) -> text.append(line(row, all)));
        bare.forEach((model, rates) -> {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | decoding alone | llama-bench | | %s | | | | %s |%n",
                            model,
                            Numbers.of(rates).spread(),
                            toBare(model).spread()));
        });
        return text.toString();
    }

    private String line(Row row, List<Traffic.Run> all) {
        boolean ours = row.server().equals("glimpse");
        Numbers first = Numbers.of(outcomes(all).map(Outcome::first).toList());
        Numbers gaps = Numbers.of(outcomes(all).flatMap(one -> one.gaps().stream()).toList());
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.3f / %.3f | %.1f / %.1f / %.1f | %.0f | %s |%n",
                row.model(),
                row.traffic(),
                row.server(),
                Numbers.of(all.stream().map(RuntimeFigures::answersPerSecond).toList()).spread(),
                Numbers.of(outcomes(all).map(Outcome::tokensPerSecond).toList()).spread(),
                first.median(),
                first.at(0.95),
                1000 * gaps.median(),
                1000 * gaps.at(0.95),
                1000 * gaps.at(1),
                Numbers.of(memory.get(row)).median(),
                ours ? ratio(row).spread() : "");
    }

    /// Talking is compared by tokens a second, looking by the time to the first token, talking
    /// beside looking by the longest wait for a token, and what several users do by answers a
    /// second.
    private Numbers ratio(Row row) {
        if (row.traffic().equals(Contest.BESIDE)) {
            return byRound(row, run -> 1 / longestGap(run));
        }
        if (!row.oneUser()) {
            return byRound(row, RuntimeFigures::answersPerSecond);
        }
        return row.traffic().endsWith("text")
                ? byRound(row, RuntimeFigures::tokensPerSecond)
                : byRound(row, run -> 1 / run.outcomes().getFirst().first());
    }

    private Numbers byRound(Row row, Function<Traffic.Run, Double> rate) {
        List<Traffic.Run> ours = runs.get(row.of("glimpse"));
        List<Traffic.Run> theirs = runs.get(row.of("llama-server"));
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(rate.apply(ours.get(round)) / rate.apply(theirs.get(round)));
        }
        return Numbers.of(ratios);
    }

    private Numbers toBare(String model) {
        Row talking =
                runs.keySet().stream()
                        .filter(row -> row.model().equals(model))
                        .filter(row -> row.traffic().equals(Contest.TALKING))
                        .filter(row -> row.server().equals("glimpse"))
                        .findFirst()
                        .orElseThrow();
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < bare.get(model).size(); round++) {
            double ours = tokensPerSecond(runs.get(talking).get(round));
            ratios.add(ours / bare.get(model).get(round));
        }
        return Numbers.of(ratios);
    }

    private static double tokensPerSecond(Traffic.Run run) {
        return Numbers.of(run.outcomes().stream().map(Outcome::tokensPerSecond).toList()).median();
    }

    private static double longestGap(Traffic.Run run) {
        return run.outcomes().stream()
                .flatMap(one -> one.gaps().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    private static double answersPerSecond(Traffic.Run run) {
        return run.outcomes().size() / run.seconds();
    }

    private static Stream<Outcome> outcomes(List<Traffic.Run> all) {
        return all.stream().flatMap(run -> run.outcomes().stream());
    }

    /// Least, median and most of each ratio, by model and traffic.
    void write(Path file) throws IOException {
        var entries = new ArrayList<String>();
        runs.keySet().stream()
                .filter(row -> row.server().equals("glimpse"))
                .forEach(row ->
                        entries.add(
                                ratio(row)
                                        .jsonField(
                                                "ratio: " + row.model() + ", " + row.traffic())));
        bare.keySet()
                .forEach(model ->
                        entries.add(toBare(model).jsonField("ratio to llama-bench: " + model)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "{" + String.join(",\n ", entries) + "}\n");
    }
}
