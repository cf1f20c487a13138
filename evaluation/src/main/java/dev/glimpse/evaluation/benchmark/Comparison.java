package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.grade.ChoiceScore;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.grade.Hit;
import dev.glimpse.evaluation.grade.PairedTest;
import dev.glimpse.evaluation.question.Placement;
import java.util.ArrayList;
import java.util.List;

/// Two sets of answers to the same questions, side by side.
///
/// @param units what the benchmark counts: groups of rotations, or rows
/// @param both units that both have right, or equally nearly
/// @param neither units that neither has right
/// @param onlyFirst what the first alone has right, or has better
/// @param onlySecond what the second alone has right, or has better
/// @param difference the second's mean credit less the first's, -1 to 1
public record Comparison(
        int units,
        int both,
        int neither,
        List<Unit> onlyFirst,
        List<Unit> onlySecond,
        double difference) {
    public Comparison {
        onlyFirst = List.copyOf(onlyFirst);
        onlySecond = List.copyOf(onlySecond);
    }

    /// A unit that flipped.
    ///
    /// @param name the group's key or the row's index
    /// @param placement where it counts
    public record Unit(String name, Placement placement) {}

    private record Named(String name, Hit hit) {}

    /// Compares.
    ///
    /// @param first one answer for each question
    /// @param second one for each of the same questions, in the same order
    public static Comparison of(Benchmark.Scorer scorer, List<Graded> first, List<Graded> second) {
        List<Named> before = units(scorer, first);
        List<Named> after = units(scorer, second);
        if (!before.stream()
                .map(Named::name)
                .toList()
                .equals(after.stream().map(Named::name).toList())) {
            throw new IllegalArgumentException("the two are answers to different questions");
        }
        int both = 0;
        int neither = 0;
        double gained = 0;
        var onlyFirst = new ArrayList<Unit>();
        var onlySecond = new ArrayList<Unit>();
        for (int i = 0; i < before.size(); i++) {
            double was = before.get(i).hit().credit();
            double is = after.get(i).hit().credit();
            gained += is - was;
            var unit = new Unit(before.get(i).name(), before.get(i).hit().placement());
            if (was == is) {
                both += was > 0 ? 1 : 0;
                neither += was > 0 ? 0 : 1;
            } else if (was > is) {
                onlyFirst.add(unit);
            } else {
                onlySecond.add(unit);
            }
        }
        double difference = gained / before.size();
        return new Comparison(before.size(), both, neither, onlyFirst, onlySecond, difference);
    }

    private static List<Named> units(Benchmark.Scorer scorer, List<Graded> rows) {
        return switch (scorer) {
            case CIRCULAR ->
                    ChoiceScore.groups(rows).stream()
                            .map(hit -> new Named(hit.placement().group(), hit))
                            .toList();
            case VANILLA, SUBJECTS, MME, MEAN, CAPTIONS, WIN_RATE ->
                    rows.stream()
                            .map(row ->
                                    new Named(
                                            row.question().index(),
                                            new Hit(row.question().placement(), row.credit())))
                            .toList();
        };
    }

    /// Whether the difference is more than chance.
    public PairedTest test() {
        return new PairedTest(onlyFirst.size(), onlySecond.size());
    }
}
