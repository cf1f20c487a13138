package dev.glimpse.evaluation.preference;

import dev.glimpse.evaluation.dataset.Predictions;
import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.rule.RuleId;
import java.nio.file.Path;
import java.util.Optional;

/// `alpaca-annotations`: what a judge has said already, as AlpacaEval's `annotations.json` keeps it
/// (column `preference`: 1 where the baseline's answer is better, to 2; 0 and 1.5 are draws).
public final class RecordedPreferences implements Marker {
    /// The rule's name.
    public static final String NAME = "alpaca-annotations";

    private static final String COLUMN = "preference";

    private final Predictions preferences;

    private RecordedPreferences(Predictions preferences) {
        this.preferences = preferences;
    }

    /// Reads a file.
    ///
    /// @throws DatasetException if it has no preferences
    public static RecordedPreferences read(Path file) {
        return new RecordedPreferences(Predictions.read(file, COLUMN));
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
    public Mark mark(Question question, String answer) {
        return preferences
                .of(question.index())
                .filter(text -> !text.isBlank() && !text.equalsIgnoreCase("nan"))
                .map(text -> new Mark(Optional.of(answer), credit(text)))
                .orElse(Mark.UNREAD);
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
