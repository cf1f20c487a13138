package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.preference.LengthControl;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The figures of AlpacaEval's tables (tatsu-lab/alpaca_eval at cd543a1, `metrics/winrate.py`).
/// Answers that the judge said nothing of do not count, those that the model did not give are
/// losses.
final class WinRate {
    private static final double DRAW = 0.5;

    private WinRate() {}

    /// Rows that a judge said something of, or that have no answer.
    static List<Graded> judged(List<Graded> rows) {
        return rows.stream().filter(row -> !row.unread()).toList();
    }

    /// @param rows those of [#judged]
    static List<Figure> figures(List<Graded> rows) {
        int count = rows.size();
        double mean = rows.stream().mapToDouble(Graded::credit).average().orElse(0);
        double squares = rows.stream().mapToDouble(row -> Math.pow(row.credit() - mean, 2)).sum();
        long wins = rows.stream().filter(row -> row.credit() > DRAW).count();
        long losses = rows.stream().filter(row -> row.credit() < DRAW).count();
        long draws = count - wins - losses;
        var figures = new ArrayList<Figure>();
        figures.add(new Figure("win_rate", 100 * mean));
        if (count > 1) {
            double deviation = Math.sqrt(squares / (count - 1));
            figures.add(new Figure("standard_error", 100 * deviation / Math.sqrt(count)));
        }
        figures.add(new Figure("discrete_win_rate", 100 * (wins + DRAW * draws) / count));
        figures.add(new Figure("n_wins", wins));
        figures.add(new Figure("n_wins_base", losses));
        figures.add(new Figure("n_draws", draws));
        figures.add(new Figure("n_total", count));
        figures.add(new Figure("avg_length", averageLength(rows)));
        return figures;
    }

    /// Characters, whole ones.
    private static double averageLength(List<Graded> rows) {
        return Math.floor(
                rows.stream()
                        .flatMap(row -> row.extracted().stream())
                        .mapToInt(WinRate::length)
                        .average()
                        .orElse(0));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The win rate in which lengths do not count. An answer of which the judge said nothing has no
    /// length here.
    ///
    /// @param rows of all instructions, in the order of AlpacaEval's set
    static Figure lengthControlled(LengthControl control, List<Graded> rows) {
        List<LengthControl.Compared> comparisons =
                rows.stream()
                        .map(row ->
                                new LengthControl.Compared(
                                        length(row.question().answer()),
                                        length(row.extracted().orElse("")),
                                        row.unread()
                                                ? OptionalDouble.empty()
                                                : OptionalDouble.of(row.credit())))
                        .toList();
        return new Figure("length_controlled_winrate", control.winRate(comparisons));
    }
}
