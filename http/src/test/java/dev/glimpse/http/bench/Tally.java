package dev.glimpse.http.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of requests. Thread-safe by its lock.
final class Tally {
    private final Map<Kind, Map<String, Integer>> outcomes = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Double>> milliseconds = new EnumMap<>(Kind.class);
    private final List<String> faults = new ArrayList<>();

    /// What a client does.
    enum Kind {
        PLAIN("question about a small image"),
        STREAM("the same, streamed"),
        BIG_IMAGE("question about a new image of 3 MP"),
        DISCONNECT("client that leaves amid its answer"),
        GARBAGE("damaged bodies and what is no HTTP");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    /// Notes an outcome that is intended.
    ///
    /// @param outcome a word: the status, or what the client did
    synchronized void add(Kind kind, String outcome, long nanos) {
        outcomes.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
        if (outcome.equals("200")) {
            milliseconds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(nanos / 1e6);
        }
    }

    /// Notes what should not have happened.
    synchronized void fault(Kind kind, String what) {
        outcomes.computeIfAbsent(kind, _ -> new TreeMap<>()).merge("fault", 1, Integer::sum);
        faults.add(kind + ": " + what);
    }

    synchronized Map<String, Integer> outcomes(Kind kind) {
        return Map.copyOf(outcomes.getOrDefault(kind, Map.of()));
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /// A quantile of the answered requests' milliseconds; NaN where none was.
    synchronized double quantile(Kind kind, double part) {
        return quantile(milliseconds.getOrDefault(kind, List.of()), part);
    }

    static double quantile(List<Double> values, double part) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))];
    }
}
