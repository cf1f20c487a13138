package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.RunFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The folders within a run's in which judges have marked its answers, one for a rule and a judge.
final class JudgedFolders {
    /// Under which a folder's configuration has the rule.
    static final String RULE = "marker";

    /// And the judge.
    static final String JUDGE = "judge";

    private static final String PREFIX = "judged-";

    private JudgedFolders() {}

    /// A folder with marks.
    ///
    /// @param rule by which it was asked
    /// @param judge who gave them
    /// @param folder has a row for each
    record Judged(String rule, String judge, Path folder) {

        /// Whether marks there are of the same kind as those here.
        boolean comparesWith(Judged other) {
            return rule.equals(other.rule) && judge.equals(other.judge);
        }

        /// What a reader is told.
        String shown() {
            return rule + " by " + judge;
        }
    }

    /// The folder that is for a rule and a judge.
    ///
    /// @param rule its name without a version
    static Path place(Path run, String rule, String judge) {
        return run.resolve(PREFIX + (rule + "-" + judge).replaceAll("[^\\w.+-]", "_"));
    }

    /// Those that have marks, in the order of rules and judges. A judge that was not there leaves a
    /// folder without rows, which is none.
    static List<Judged> of(Path run) {
        var found = new ArrayList<Judged>();
        try (var folders = Files.newDirectoryStream(run, PREFIX + "*")) {
            for (Path folder : folders) {
                if (RunFolder.hasRows(folder)) {
                    Map<String, String> about = RunFolder.configuration(folder);
                    found.add(
                            new Judged(
                                    about.getOrDefault(RULE, ""),
                                    about.getOrDefault(JUDGE, ""),
                                    folder));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw CommandException.failure(run + " cannot be read: " + e.getMessage(), e);
        }
        found.sort(
                Comparator.comparing(Judged::rule)
                        .thenComparing(Judged::judge)
                        .thenComparing(Judged::folder));
        return found;
    }

    /// The marks in one of them, and failures of the run itself.
    static List<AnswerRow> rows(Path run, Judged judged) {
        return withFailures(RunFolder.rows(judged.folder()), RunFolder.rows(run));
    }

    /// Marks, and failures among the answers, of which there can be none.
    static List<AnswerRow> withFailures(
            Collection<AnswerRow> marks, Collection<AnswerRow> answers) {
        var rows = new ArrayList<>(marks);
        answers.stream().filter(AnswerRow::failed).forEach(rows::add);
        return rows;
    }
}
