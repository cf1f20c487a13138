package dev.glimpse.evaluation.mark;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.util.Arrays;
import java.util.Optional;

/// `mmvet-grades`: the answer is what a judge has graded already, one number or a list of one for
/// each of its runs, as in MM-Vet's own files of grades (column `score`). Several runs count by
/// their mean.
public final class MmVetGrades implements Marker {

    @Override
    public RuleId id() {
        return RuleId.first("mmvet-grades");
    }

    @Override
    public String measure() {
        return "mmvet";
    }

    @Override
    public String column() {
        return "score";
    }

    @Override
    public Mark mark(Question question, String answer) {
        double[] grades = runs(answer);
        return grades.length == 0
                ? Mark.UNREAD
                : new Mark(
                        Optional.of(answer),
                        Math.min(1, Arrays.stream(grades).average().orElse(0)));
    }

    /// The grades of each run; none where one of them is no number from 0 to 1.
    public static double[] runs(String answer) {
        String[] grades = answer.replaceAll("[\\[\\]\\s]", "").split(",", -1);
        return Arrays.stream(grades).allMatch(grade -> grade.matches("[01](\\.\\d+)?"))
                ? Arrays.stream(grades).mapToDouble(Double::parseDouble).toArray()
                : new double[0];
    }
}
