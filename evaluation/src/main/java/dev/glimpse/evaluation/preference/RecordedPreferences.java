package dev.glimpse.evaluation.preference;

import dev.glimpse.evaluation.dataset.NamedRows;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.mark.Standing;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `alpaca-annotations`: what a judge has said already, as AlpacaEval's `annotations.json` keeps it
/// (column `preference`: 1 where the baseline's answer is better, to 2; 0 and 1.5 are draws).
///
/// As there, the file alone says what counts: instructions that it lacks are no part of the win
/// rate, those whose preference is missing do not count, and those of which it has one count also
/// where the answer itself is not at hand.
public final class RecordedPreferences implements Marker {
    /// The rule's name.
    public static final String NAME = "alpaca-annotations";

    private static final String COLUMN = "preference";
    private static final String ANSWER = "output_2";

    private final NamedRows annotations;

    private RecordedPreferences(NamedRows annotations) {
        this.annotations = annotations;
    }

    /// Reads a file. Where it lacks the answers that the judge saw, those at hand are taken for
    /// them.
    ///
    /// @throws DatasetException if it has no preferences
    public static RecordedPreferences read(Path file) {
        var annotations = NamedRows.read(file, List.of(COLUMN, ANSWER));
        if (!annotations.has(COLUMN)) {
            throw new DatasetException(
                    file + " has no column " + COLUMN + "; give AlpacaEval's annotations.json");
        }
        return new RecordedPreferences(annotations);
    }

    @Override
    public RuleId id() {
        return RuleId.first(NAME);
    }

    @Override
    public String measure() {
        return "win_rate";
    }

    @Override
    public String losses() {
        return "what counts is the preference in the annotations, with an answer here or without";
    }

    @Override
    public Standing standing(Question question) {
        if (!annotations.contains(question.index())) {
            return Standing.OUTSIDE;
        }
        return preference(question).isPresent() ? Standing.COUNTS : Standing.SILENT;
    }

    /// What is extracted is the answer that the judge saw.
    @Override
    public Mark mark(Question question, String answer) {
        return marked(question, answer);
    }

    @Override
    public Mark markUnanswered(Question question) {
        return marked(question, "");
    }

    private Mark marked(Question question, String atHand) {
        String seen = annotations.cell(question.index(), ANSWER).orElse(atHand);
        return preference(question)
                .map(text -> new Mark(Optional.of(seen), credit(text)))
                .orElse(Mark.UNREAD);
    }

    private Optional<String> preference(Question question) {
        return annotations
                .cell(question.index(), COLUMN)
                .filter(text -> !text.isBlank() && !text.equalsIgnoreCase("nan"));
    }

    private static double credit(String text) {
        try {
            double preference = Double.parseDouble(text);
            if (preference == 0) {
                return 0.5;
            }
            if (preference >= 1 && preference <= 2) {
                return preference - 1;
            }
        } catch (NumberFormatException _) {
            // The message says what was found.
        }
        throw new DatasetException("preference is \"" + text + "\"; allowed: 0, and 1 to 2");
    }
}
