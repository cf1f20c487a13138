package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.dataset.QuestionFile;
import dev.glimpse.evaluation.question.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What looks as if the data were not what a benchmark takes it for. A score that rests on it is
/// counted all the same, for some data is like that.
public final class DataNotes {
    private static final int MAX_SHOWN = 5;

    private DataNotes() {}

    /// What a reader of a score should know, a line each.
    ///
    /// @param questions as they are asked
    public static List<String> of(Benchmark benchmark, List<Question> questions) {
        var notes = new ArrayList<String>(ofAnswers(benchmark, questions));
        boolean text = benchmark == Benchmark.MMLU || benchmark == Benchmark.ALPACA_EVAL;
        if (!text && questions.stream().noneMatch(DataNotes::shows)) {
            notes.add(
                    "no question has an image or a video; images are looked for in columns "
                            + String.join(", ", QuestionFile.imageColumns()));
        }
        return notes;
    }

    /// The same of questions that were read without their images.
    public static List<String> ofAnswers(Benchmark benchmark, List<Question> questions) {
        if (!benchmark.choices()) {
            return List.of();
        }
        List<Question> unanswerable = questions.stream().filter(DataNotes::noneIsRight).toList();
        if (unanswerable.isEmpty()) {
            return List.of();
        }
        String first =
                unanswerable.stream()
                        .limit(MAX_SHOWN)
                        .map(one -> one.index() + " (\"" + one.answer() + "\")")
                        .collect(Collectors.joining(", "));
        int more = unanswerable.size() - MAX_SHOWN;
        return List.of(
                "the right answer to "
                        + unanswerable.size()
                        + " of "
                        + questions.size()
                        + " questions is the letter of none of their options, so that every answer"
                        + " is wrong: "
                        + first
                        + (more > 0 ? " and " + more + " more" : ""));
    }

    private static boolean shows(Question question) {
        return !question.images().isEmpty() || question.video().isPresent();
    }

    private static boolean noneIsRight(Question question) {
        return !question.options().letters().isEmpty()
                && !question.answer().isEmpty()
                && question.options().letters().stream()
                        .noneMatch(question.answer()::equalsIgnoreCase);
    }
}
