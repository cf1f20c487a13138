package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.mark.Standing;
import dev.glimpse.evaluation.preference.LengthControl;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The figures of AlpacaEval's tables (tatsu-lab/alpaca_eval at cd543a1, `main.py` and
/// `metrics/winrate.py`). Answers that the judge said nothing of do not count, those that the model
/// did not give are losses; what was judged elsewhere counts as it was judged there.
///
/// @param marker says which rows count
/// @param rows of all instructions, in the order of AlpacaEval's set
record WinRate(Marker marker, List<Graded> rows) {
    private static final double DRAW = 0.5;

    /// Of instructions in a note.
    private static final int NAMED = 10;

    /// Of characters of each.
    private static final int SHOWN = 40;

    /// Rows that a judge said something of, or that have no answer.
    List<Graded> judged() {
        return rows(row -> standing(row) == Standing.COUNTS && !row.unread());
    }

    private Standing standing(Graded row) {
        return marker.standing(row.question());
    }

    private List<Graded> rows(Predicate<Graded> wanted) {
        return rows.stream().filter(wanted).toList();
    }

    List<Figure> figures() {
        List<Graded> judged = judged();
        int count = judged.size();
        double mean = judged.stream().mapToDouble(Graded::credit).average().orElse(0);
        double squares = judged.stream().mapToDouble(row -> Math.pow(row.credit() - mean, 2)).sum();
        long wins = judged.stream().filter(row -> row.credit() > DRAW).count();
        long losses = judged.stream().filter(row -> row.credit() < DRAW).count();
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
        figures.add(new Figure("avg_length", averageLength()));
        return figures;
    }

    /// Characters, whole ones, of all answers there are, judged or not.
    private double averageLength() {
        return Math.floor(
                rows.stream()
                        .filter(row -> !row.failed())
                        .mapToInt(row -> length(row.answer()))
                        .average()
                        .orElse(0));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The win rate in which lengths do not count. Instructions that nobody was asked of are no
    /// part of it, nor of the order in which AlpacaEval's difficulties are theirs.
    Figure lengthControlled(LengthControl control) {
        List<LengthControl.Compared> comparisons =
                rows.stream()
                        .filter(row -> standing(row) != Standing.OUTSIDE)
                        .map(this::compared)
                        .toList();
        return new Figure("length_controlled_winrate", control.winRate(comparisons));
    }

    private LengthControl.Compared compared(Graded row) {
        return new LengthControl.Compared(
                length(row.question().answer()),
                length(row.extracted().orElse(row.answer())),
                standing(row) == Standing.SILENT || row.unread()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(row.credit()));
    }

    /// Which rows were left out, and which count though their answer is missing or another.
    List<String> notes() {
        var notes = new ArrayList<String>();
        note(
                notes,
                "not in the annotations and left out, as AlpacaEval counts only what is in both"
                        + " files",
                row -> standing(row) == Standing.OUTSIDE);
        note(
                notes,
                "without a preference in the annotations and left out",
                row -> standing(row) == Standing.SILENT);
        note(
                notes,
                "without an answer here but with a preference in the annotations, which counts",
                row -> row.failed() && row.extracted().isPresent());
        note(
                notes,
                "with another answer here than the judge saw, by the annotations; its preference"
                        + " counts",
                row -> !row.failed() && !row.extracted().orElse(row.answer()).equals(row.answer()));
        return notes;
    }

    private void note(List<String> notes, String what, Predicate<Graded> of) {
        List<Graded> some = rows(of);
        if (some.isEmpty()) {
            return;
        }
        String named =
                some.stream().limit(NAMED).map(WinRate::name).collect(Collectors.joining(", "));
        notes.add(
                some.size()
                        + " of "
                        + rows.size()
                        + " instructions are "
                        + what
                        + ": "
                        + named
                        + (some.size() > NAMED ? ", ..." : ""));
    }

    /// The beginning of the instruction: its index is a digest. On one line.
    private static String name(Graded row) {
        String text = row.question().wording().question().strip().replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            return row.question().index();
        }
        return length(text) <= SHOWN
                ? "\"" + text + "\""
                : "\"" + text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...\"";
    }
}
