package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.caption.Bleu;
import dev.glimpse.evaluation.caption.Captioned;
import dev.glimpse.evaluation.caption.Cider;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.mark.MmVetGrades;
import java.util.ArrayList;
import java.util.List;

/// A number over all answers that is no share of them.
///
/// @param name such as `cider`
/// @param value as its field writes it
public record Figure(String name, double value) {

    /// The mean of the subjects' accuracies, beside the mean of all rows.
    static List<Figure> ofSubjects(List<Measure> measures) {
        double macro =
                measures.stream()
                        .filter(measure -> measure.scope().level() == Measure.Level.L3)
                        .mapToDouble(measure -> measure.accuracy().fraction())
                        .average()
                        .orElse(0);
        return List.of(new Figure("macro_over_subjects", macro));
    }

    /// MM-Vet's totals, where answers were graded in several runs: of each, and how far they are
    /// apart (the standard deviation of all of them). In percent.
    static List<Figure> ofRuns(List<Graded> rows) {
        List<double[]> grades =
                rows.stream().map(row -> MmVetGrades.runs(row.extracted().orElse(""))).toList();
        int runs = grades.getFirst().length;
        if (runs < 2 || grades.stream().anyMatch(one -> one.length != runs)) {
            return List.of();
        }
        var figures = new ArrayList<Figure>();
        for (int run = 0; run < runs; run++) {
            int of = run;
            double total = grades.stream().mapToDouble(one -> one[of]).average().orElse(0);
            figures.add(new Figure("run_" + (run + 1), 100 * total));
        }
        double mean = figures.stream().mapToDouble(Figure::value).average().orElse(0);
        double variance =
                figures.stream()
                        .mapToDouble(figure -> Math.pow(figure.value() - mean, 2))
                        .average()
                        .orElse(0);
        figures.add(new Figure("std_of_runs", Math.sqrt(variance)));
        return figures;
    }

    /// BLEU-1 to 4 and CIDEr-D of captions. A question without one has an empty caption.
    static List<Figure> ofCaptions(List<Graded> rows) {
        List<Captioned> captions =
                rows.stream()
                        .map(row ->
                                Captioned.of(
                                        row.failed() ? "" : row.extracted().orElse(""),
                                        row.question().answers()))
                        .toList();
        var figures = new ArrayList<Figure>();
        List<Double> bleu = Bleu.of(captions);
        for (int n = 0; n < bleu.size(); n++) {
            figures.add(new Figure("bleu_" + (n + 1), bleu.get(n)));
        }
        figures.add(new Figure("cider", Cider.of(captions)));
        return figures;
    }
}
