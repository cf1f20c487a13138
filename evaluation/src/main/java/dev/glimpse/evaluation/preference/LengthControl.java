package dev.glimpse.evaluation.preference;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// AlpacaEval's length-controlled win rate (`length_controlled_v1` of tatsu-lab/alpaca_eval at
/// cd543a1, `metrics/glm_winrate.py`): what the win rate would be if both answers were as long, by
/// a logistic model of preferences in the difference of lengths, how difficult each instruction is,
/// and the model itself.
///
/// It needs `df_gamed.csv` of AlpacaEval's data set: difficulties, and preferences for a baseline
/// that was told to be verbose or concise. How much smallness of weights counts is chosen by
/// cross-validation, as there; which row is in which part there depends on the machine.
public final class LengthControl {
    /// What scores call it.
    public static final RuleId ID = RuleId.first("length_controlled_v1");

    /// Of each of two gamed baselines.
    private static final double GAMED_WEIGHT = 0.1;

    private static final int PARTS = 5;
    private static final int CHOICES = 10;

    private final List<SparseLogistic.Row> gamed;
    private final Map<Integer, Double> difficulty;

    private LengthControl(List<SparseLogistic.Row> gamed, Map<Integer, Double> difficulty) {
        this.gamed = List.copyOf(gamed);
        this.difficulty = Map.copyOf(difficulty);
    }

    /// One comparison.
    ///
    /// @param baselineLength characters of the baseline's answer
    /// @param length characters of the model's
    /// @param credit 0 to 1; empty where the judge said nothing
    public record Compared(int baselineLength, int length, OptionalDouble credit) {}

    /// Reads `df_gamed.csv`.
    ///
    /// @throws DatasetException if a column is missing or no number
    public static LengthControl read(Path file) {
        var gamed = new ArrayList<SparseLogistic.Row>();
        var difficulty = new HashMap<Integer, Double>();
        Table.open(file)
                .forEach(row -> {
                    double difficult = number(row, "instruction_difficulty");
                    difficulty.putIfAbsent((int) number(row, "index"), difficult);
                    double[] features = {Math.tanh(number(row, "std_delta_len")), difficult, 0};
                    gamed.add(
                            new SparseLogistic.Row(
                                    features, number(row, "preference"), GAMED_WEIGHT));
                });
        if (gamed.isEmpty()) {
            throw new DatasetException(file + " has no rows; give AlpacaEval's df_gamed.csv");
        }
        return new LengthControl(gamed, difficulty);
    }

    private static double number(TableRow row, String column) {
        return row.number(column, "AlpacaEval's df_gamed.csv has a number there");
    }

    /// The win rate, 0 to 100.
    ///
    /// @param comparisons of all instructions, in the order of AlpacaEval's set
    /// @throws DatasetException if there are more than difficulties
    public double winRate(List<Compared> comparisons) {
        double deviation = deviation(comparisons);
        var rows = new ArrayList<>(gamed);
        for (int i = 0; i < comparisons.size(); i++) {
            Compared one = comparisons.get(i);
            if (one.credit().isPresent()) {
                double delta = deviation == 0 ? 0 : delta(one) / deviation;
                double[] features = {Math.tanh(delta), difficulty(i), 1};
                rows.add(new SparseLogistic.Row(features, one.credit().getAsDouble(), 1));
            }
        }
        double[] weights = SparseLogistic.fit(rows, strength(rows));
        return 100
                * IntStream.range(0, comparisons.size())
                        .mapToDouble(i ->
                                SparseLogistic.sigmoid(weights[1] * difficulty(i) + weights[2]))
                        .average()
                        .orElse(0);
    }

    private double difficulty(int instruction) {
        Double known = difficulty.get(instruction);
        if (known == null) {
            throw new DatasetException(
                    "there are difficulties of "
                            + difficulty.size()
                            + " instructions, and none of number "
                            + instruction
                            + "; length control is for AlpacaEval's own instructions, in order");
        }
        return known;
    }

    private static double delta(Compared one) {
        return one.baselineLength() - one.length();
    }

    private static double deviation(List<Compared> comparisons) {
        double mean = comparisons.stream().mapToDouble(LengthControl::delta).average().orElse(0);
        double squares =
                comparisons.stream().mapToDouble(one -> Math.pow(delta(one) - mean, 2)).sum();
        return comparisons.size() < 2 ? 0 : Math.sqrt(squares / (comparisons.size() - 1));
    }

    /// Of ten from 0.0001 to 10000 the one under which parts that were left out are likeliest.
    private static double strength(List<SparseLogistic.Row> rows) {
        double best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int choice = 0; choice < CHOICES; choice++) {
            double c = Math.pow(10, -4 + 8.0 * choice / (CHOICES - 1));
            double score = 0;
            for (int part = 0; part < PARTS; part++) {
                score += leftOut(rows, c, part);
            }
            if (score > highest) {
                highest = score;
                best = c;
            }
        }
        return best;
    }

    private static double leftOut(List<SparseLogistic.Row> rows, double c, int part) {
        var kept = new ArrayList<SparseLogistic.Row>();
        var tested = new ArrayList<SparseLogistic.Row>();
        for (int i = 0; i < rows.size(); i++) {
            boolean own = (rows.size() - 1 - i) % PARTS == part;
            (own ? tested : kept).add(rows.get(i));
        }
        double[] weights = SparseLogistic.fit(kept, c);
        return tested.stream().mapToDouble(row -> row.likelihood(weights)).average().orElse(0);
    }
}
