package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Question;
import java.util.List;
import java.util.Optional;

/// How often a model means the same option wherever it stands.
///
/// @param groups questions with two rotations or more, each of which the answer could be read of
/// @param consistent those whose rotations were all answered by the same option text
/// @param consistentlyWrong those of them where it was not the right one
public record Consistency(int groups, int consistent, int consistentlyWrong) {

    /// Counts over rotated questions.
    public static Consistency of(List<Graded> rows) {
        int groups = 0;
        int consistent = 0;
        int wrong = 0;
        for (List<Graded> group : ChoiceScore.byGroup(rows).values()) {
            List<Optional<String>> chosen = group.stream().map(Consistency::text).toList();
            if (group.size() < 2 || chosen.stream().anyMatch(Optional::isEmpty)) {
                continue;
            }
            groups++;
            if (chosen.stream().distinct().count() == 1) {
                consistent++;
                wrong += group.stream().allMatch(Graded::right) ? 0 : 1;
            }
        }
        return new Consistency(groups, consistent, wrong);
    }

    private static Optional<String> text(Graded row) {
        Question question = row.question();
        return row.failed()
                ? Optional.empty()
                : row.extracted().flatMap(letter -> question.options().text(letter));
    }
}
