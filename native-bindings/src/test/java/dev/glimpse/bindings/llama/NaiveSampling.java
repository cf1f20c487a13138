package dev.glimpse.bindings.llama;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The samplers once more, written from their papers in double precision, for comparison.
final class NaiveSampling {
    private final double[] logits;
    private List<Integer> kept;

    NaiveSampling(float[] logits) {
        this.logits = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
        kept = IntStream.range(0, logits.length).boxed().toList();
    }

    /// The tokens that are left, by descending logit.
    List<Integer> kept() {
        return kept.stream()
                .sorted(Comparator.comparingDouble((Integer token) -> -logits[token]))
                .toList();
    }

    double logit(int token) {
        return logits[token];
    }

    Map<Integer, Double> probabilities() {
        double most = kept.stream().mapToDouble(t -> logits[t]).max().orElseThrow();
        double sum = kept.stream().mapToDouble(t -> Math.exp(logits[t] - most)).sum();
        Map<Integer, Double> probabilities = new HashMap<>();
        kept.forEach(t -> probabilities.put(t, Math.exp(logits[t] - most) / sum));
        return probabilities;
    }

    double entropy() {
        return probabilities().values().stream().mapToDouble(p -> -p * Math.log(p)).sum();
    }

    NaiveSampling penalties(
            List<Integer> last, double repetition, double frequency, double presence) {
        for (int token : List.copyOf(new java.util.TreeSet<>(last))) {
            long count = last.stream().filter(other -> other == token).count();
            double value = logits[token];
            value = value <= 0 ? value * repetition : value / repetition;
            logits[token] = value - count * frequency - presence;
        }
        return this;
    }

    /// Looks for every earlier place whose end repeats the end of `last`, without breakers.
    NaiveSampling dry(List<Integer> last, double multiplier, double base, int allowed) {
        Map<Integer, Integer> longest = new HashMap<>();
        int size = last.size();
        for (int end = 1; end < size; end++) {
            int length = 0;
            while (length < end && last.get(end - 1 - length).equals(last.get(size - 1 - length))) {
                length++;
            }
            if (length >= allowed) {
                longest.merge(last.get(end), length, Math::max);
            }
        }
        longest.forEach(
                (token, length) -> logits[token] -= multiplier * Math.pow(base, length - allowed));
        return this;
    }

    NaiveSampling topNSigma(double n) {
        double mean = kept.stream().mapToDouble(t -> logits[t]).average().orElseThrow();
        double variance =
                kept.stream()
                        .mapToDouble(t -> Math.pow(logits[t] - mean, 2))
                        .average()
                        .orElseThrow();
        double most = kept.stream().mapToDouble(t -> logits[t]).max().orElseThrow();
        kept = kept.stream().filter(t -> logits[t] >= most - n * Math.sqrt(variance)).toList();
        return this;
    }

    NaiveSampling topK(int k) {
        kept = kept().subList(0, Math.min(k, kept.size()));
        return this;
    }

    NaiveSampling typical(double p) {
        Map<Integer, Double> probabilities = probabilities();
        double entropy = entropy();
        var byTypicality = new ArrayList<>(kept());
        byTypicality.sort(
                Comparator.comparingDouble(
                        t -> Math.abs(-Math.log(probabilities.get(t)) - entropy)));
        kept = reaching(byTypicality, probabilities, p);
        return this;
    }

    NaiveSampling topP(double p) {
        kept = reaching(kept(), probabilities(), p);
        return this;
    }

    private static List<Integer> reaching(
            List<Integer> order, Map<Integer, Double> probabilities, double p) {
        double sum = 0;
        for (int i = 0; i < order.size(); i++) {
            sum += probabilities.get(order.get(i));
            if (sum >= p) {
                return order.subList(0, i + 1);
            }
        }
        return order;
    }

    NaiveSampling minP(double p) {
        double most = kept.stream().mapToDouble(t -> logits[t]).max().orElseThrow();
        kept = kept.stream().filter(t -> Math.exp(logits[t] - most) >= p).toList();
        return this;
    }

    NaiveSampling xtc(double threshold) {
        Map<Integer, Double> probabilities = probabilities();
        List<Integer> order = kept();
        int likely = (int) order.stream().filter(t -> probabilities.get(t) >= threshold).count();
        kept = order.subList(Math.max(0, likely - 1), order.size());
        return this;
    }

    NaiveSampling temperature(double temperature) {
        kept.forEach(t -> logits[t] /= temperature);
        return this;
    }

    NaiveSampling dynamicTemperature(double temperature, double range, double exponent) {
        double certain = entropy() / Math.log(kept.size());
        double least = Math.max(0, temperature - range);
        return temperature(least + (temperature + range - least) * Math.pow(certain, exponent));
    }
}
