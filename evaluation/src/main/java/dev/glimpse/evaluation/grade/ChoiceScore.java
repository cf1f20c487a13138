package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scores of multiple choice, as VLMEvalKit at e8e78f05 counts them
/// (`dataset/utils/multiple_choice.py`).
public final class ChoiceScore {
    /// A group is right if all its rotations are.
    public static final String CIRCULAR = "circular";

    /// Questions as they were written, without their rotations.
    public static final String VANILLA_BASE = "vanilla_0";

    /// All rows, each for itself.
    public static final String VANILLA_ALL = "vanilla_all";

    private ChoiceScore() {}

    /// CircularEval, then both vanilla accuracies, for rotated questions.
    ///
    /// A group counts where its question as written does; should that be missing, where its first
    /// row does.
    ///
    /// @param rows one or more
    public static List<Measure> circular(List<Graded> rows) {
        var measures = new ArrayList<>(Breakdown.of(CIRCULAR, groups(rows), false));
        List<Hit> base =
                rows.stream()
                        .filter(row -> row.question().base())
                        .map(row -> new Hit(row.question().placement(), row.right()))
                        .toList();
        if (!base.isEmpty()) {
            measures.addAll(Breakdown.of(VANILLA_BASE, base, false));
        }
        measures.addAll(vanilla(rows));
        return measures;
    }

    /// Each row for itself. Rows that share a group make the interval one over groups.
    ///
    /// @param rows one or more
    public static List<Measure> vanilla(List<Graded> rows) {
        return mean(VANILLA_ALL, rows);
    }

    /// The mean of the rows' credits.
    ///
    /// @param name of the measure
    /// @param rows one or more
    public static List<Measure> mean(String name, List<Graded> rows) {
        List<Hit> hits =
                rows.stream()
                        .map(row -> new Hit(row.question().placement(), row.credit()))
                        .toList();
        long groups = hits.stream().map(hit -> hit.placement().group()).distinct().count();
        return Breakdown.of(name, hits, groups < hits.size());
    }

    /// Whether each group of rotations is right, in order of the first row of each.
    public static List<Hit> groups(List<Graded> rows) {
        return byGroup(rows).values().stream()
                .map(group -> {
                    Question first =
                            group.stream()
                                    .map(Graded::question)
                                    .filter(Question::base)
                                    .findFirst()
                                    .orElse(group.getFirst().question());
                    return new Hit(first.placement(), group.stream().allMatch(Graded::right));
                })
                .toList();
    }

    /// Rows by the group they belong to, in order of the first of each.
    static Map<String, List<Graded>> byGroup(List<Graded> rows) {
        var groups = new LinkedHashMap<String, List<Graded>>();
        for (Graded row : rows) {
            groups.computeIfAbsent(row.question().placement().group(), _ -> new ArrayList<>())
                    .add(row);
        }
        return groups;
    }
}
