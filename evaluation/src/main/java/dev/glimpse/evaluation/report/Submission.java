package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.run.AnswerRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Answers as MMBench's server takes them for a split whose right answers it keeps: the data's
/// columns without the image, and `prediction`, as TSV.
public final class Submission {
    private Submission() {}

    /// Header and lines. A question without an answer has an empty prediction.
    public static String of(List<Question> questions, Collection<AnswerRow> rows) {
        Map<String, String> predictions = new HashMap<>();
        for (AnswerRow row : rows) {
            if (row.outcome() instanceof AnswerRow.Answered answered) {
                predictions.put(row.index(), answered.text());
            }
        }
        var letters = new TreeSet<String>();
        questions.forEach(question -> letters.addAll(question.options().letters()));
        var header = new ArrayList<>(List.of("index", "question", "hint"));
        header.addAll(letters);
        header.addAll(List.of("category", "l2-category", "split", "prediction"));
        var text = new StringBuilder(String.join("\t", header)).append('\n');
        for (Question question : questions) {
            var cells = new ArrayList<String>();
            cells.add(question.index());
            cells.add(question.wording().question());
            cells.add(question.wording().hint());
            letters.forEach(letter -> cells.add(question.options().text(letter).orElse("")));
            cells.add(question.placement().l3());
            cells.add(question.placement().l2());
            cells.add(question.placement().split());
            cells.add(predictions.getOrDefault(question.index(), ""));
            text.append(String.join("\t", cells.stream().map(Submission::cell).toList()));
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.matches("(?s).*[\\t\"\\r\\n].*")
                ? "\"" + text.replace("\"", "\"\"") + "\""
                : text;
    }
}
