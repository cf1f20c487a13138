package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.benchmark.Score;
import dev.glimpse.evaluation.run.AnswerRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A score with what its reader should know beside it.
///
/// @param score the numbers and their rules
/// @param about what was asked of what: the run's configuration, or the files that were scored
/// @param rows what each question took, if it was asked here; else none
/// @param notes on the data, a line each
public record Report(
        Score score, Map<String, String> about, List<AnswerRow> rows, List<String> notes) {
    public Report {
        about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /// Seconds that all questions took together, one after the other.
    public double seconds() {
        return rows.stream().mapToDouble(row -> row.cost().seconds()).sum();
    }

    /// The seconds within which a share of the questions was answered.
    ///
    /// @param share 0 to 1
    public double secondsAt(double share) {
        double[] sorted = rows.stream().mapToDouble(row -> row.cost().seconds()).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /// Tokens of all prompts.
    public long promptTokens() {
        return rows.stream().mapToLong(row -> row.cost().promptTokens()).sum();
    }

    /// Tokens of all answers.
    public long completionTokens() {
        return rows.stream().mapToLong(row -> row.cost().completionTokens()).sum();
    }
}
