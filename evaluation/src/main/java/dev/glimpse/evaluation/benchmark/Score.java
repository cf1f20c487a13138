package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.grade.ChoiceScore;
import dev.glimpse.evaluation.grade.Confusion;
import dev.glimpse.evaluation.grade.Consistency;
import dev.glimpse.evaluation.grade.Graded;
import dev.glimpse.evaluation.grade.Measure;
import dev.glimpse.evaluation.grade.MmeScore;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.question.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a set of answers came to, and by which rules.
///
/// @param rules that made it
/// @param graded the questions whose right answer is known, one or more
/// @param measures the accuracies
/// @param mme MME's score, for that benchmark alone
/// @param figures numbers over all answers that are no shares of them
public record Score(
        ScoreRules rules,
        List<Graded> graded,
        List<Measure> measures,
        Optional<MmeScore> mme,
        List<Figure> figures) {
    public Score {
        figures = List.copyOf(figures);
        graded = List.copyOf(graded);
        measures = List.copyOf(measures);
    }

    /// Counts graded answers. Questions whose right answer the data hides do not count.
    ///
    /// @throws DatasetException if it hides all of them
    public static Score of(ScoreRules rules, List<Graded> all) {
        List<Graded> known =
                all.stream().filter(one -> !one.question().answers().isEmpty()).toList();
        if (known.isEmpty()) {
            throw new DatasetException(
                    "the data hides the right answers; there is nothing to score by");
        }
        return switch (rules.benchmark().scorer()) {
            case CIRCULAR -> plain(rules, known, ChoiceScore.circular(known));
            case VANILLA -> plain(rules, known, ChoiceScore.vanilla(known));
            case SUBJECTS -> {
                List<Measure> measures = ChoiceScore.vanilla(known);
                yield new Score(
                        rules, known, measures, Optional.empty(), Figure.ofSubjects(measures));
            }
            case MEAN ->
                    new Score(
                            rules,
                            known,
                            ChoiceScore.mean(rules.marker().measure(), known),
                            Optional.empty(),
                            rules.benchmark() == Benchmark.MM_VET
                                    ? Figure.ofRuns(known)
                                    : List.of());
            case CAPTIONS ->
                    new Score(
                            rules,
                            known,
                            ChoiceScore.mean(rules.marker().measure(), known),
                            Optional.empty(),
                            Figure.ofCaptions(known));
            case WIN_RATE -> winRate(rules, known);
            case MME ->
                    new Score(
                            rules,
                            known,
                            ChoiceScore.vanilla(known),
                            Optional.of(MmeScore.of(known)),
                            List.of());
        };
    }

    private static Score winRate(ScoreRules rules, List<Graded> known) {
        List<Graded> judged = WinRate.judged(known);
        if (judged.isEmpty()) {
            throw new DatasetException(
                    "the judge said nothing of any answer; there is nothing to score by");
        }
        var figures = new ArrayList<>(WinRate.figures(judged));
        rules.lengthControl()
                .ifPresent(control -> figures.add(WinRate.lengthControlled(control, known)));
        return new Score(
                rules,
                known,
                ChoiceScore.mean(rules.marker().measure(), judged),
                Optional.empty(),
                figures);
    }

    private static Score plain(ScoreRules rules, List<Graded> known, List<Measure> measures) {
        return new Score(rules, known, measures, Optional.empty(), List.of());
    }

    /// Reads and counts answers from a file. A question without one failed.
    public static Score of(ScoreRules rules, List<Question> questions, Predictions predictions) {
        return of(
                rules,
                questions.stream()
                        .map(question ->
                                predictions
                                        .of(question.index())
                                        .map(text -> read(rules, question, text))
                                        .orElse(new Graded(question, Optional.empty(), true)))
                        .toList());
    }

    private static Graded read(ScoreRules rules, Question question, String text) {
        Mark mark = rules.marker().mark(question, rules.cut().cut(text));
        return new Graded(question, mark.extracted(), false, mark.credit());
    }

    /// The first and widest accuracy.
    public Measure overall() {
        return measures.getFirst();
    }

    public int failed() {
        return (int) graded.stream().filter(Graded::failed).count();
    }

    /// Answers in which the extractor saw nothing.
    public int unread() {
        return (int) graded.stream().filter(Graded::unread).count();
    }

    /// Of choices and of yes and no; empty for open answers.
    public Confusion confusion() {
        return Confusion.of(rules.benchmark().choices() ? graded : List.of());
    }

    /// Of rotated questions; of none for open answers.
    public Consistency consistency() {
        return Consistency.of(rules.benchmark().choices() ? graded : List.of());
    }
}
