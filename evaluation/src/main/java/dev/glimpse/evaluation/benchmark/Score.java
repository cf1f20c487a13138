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
/// @param notes what a reader should know of how they were counted, a line each
public record Score(
        ScoreRules rules,
        List<Graded> graded,
        List<Measure> measures,
        Optional<MmeScore> mme,
        List<Figure> figures,
        List<String> notes) {
    public Score {
        notes = List.copyOf(notes);
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
                yield with(rules, known, measures, Figure.ofSubjects(measures));
            }
            case MEAN ->
                    with(
                            rules,
                            known,
                            mean(rules, known),
                            rules.benchmark() == Benchmark.MM_VET
                                    ? Figure.ofRuns(known)
                                    : List.of());
            case CAPTIONS -> with(rules, known, mean(rules, known), Figure.ofCaptions(known));
            case WIN_RATE -> winRate(rules, known);
            case MME ->
                    new Score(
                            rules,
                            known,
                            ChoiceScore.vanilla(known),
                            Optional.of(MmeScore.of(known)),
                            List.of(),
                            List.of());
        };
    }

    private static Score winRate(ScoreRules rules, List<Graded> known) {
        var winRate = new WinRate(rules.marker(), known);
        if (winRate.judged().isEmpty()) {
            throw new DatasetException(
                    "the judge said nothing of any answer; there is nothing to score by");
        }
        var figures = new ArrayList<>(winRate.figures());
        rules.lengthControl().ifPresent(control -> figures.add(winRate.lengthControlled(control)));
        return new Score(
                rules,
                known,
                mean(rules, winRate.judged()),
                Optional.empty(),
                figures,
                winRate.notes());
    }

    private static List<Measure> mean(ScoreRules rules, List<Graded> rows) {
        return ChoiceScore.mean(rules.marker().measure(), rows);
    }

    private static Score plain(ScoreRules rules, List<Graded> known, List<Measure> measures) {
        return with(rules, known, measures, List.of());
    }

    private static Score with(
            ScoreRules rules, List<Graded> known, List<Measure> measures, List<Figure> figures) {
        return new Score(rules, known, measures, Optional.empty(), figures, List.of());
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
                                        .orElseGet(() -> unanswered(rules, question)))
                        .toList());
    }

    private static Graded read(ScoreRules rules, Question question, String text) {
        String answer = rules.cut().cut(text);
        Mark mark = rules.marker().mark(question, answer);
        return new Graded(question, answer, mark.extracted(), false, mark.credit());
    }

    private static Graded unanswered(ScoreRules rules, Question question) {
        Mark mark = rules.marker().markUnanswered(question);
        return new Graded(question, "", mark.extracted(), true, mark.credit());
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
