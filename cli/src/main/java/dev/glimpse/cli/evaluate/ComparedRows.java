package dev.glimpse.cli.evaluate;

import static java.util.Objects.requireNonNull;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What two runs are compared by: the marks of a judge that has seen the answers of both, else
/// those that the rules gave while the answers came.
///
/// @param first the first run's rows
/// @param second the second's
/// @param judge whose marks they bear
/// @param notes what a reader of the comparison should know, a line each
public record ComparedRows(
        List<AnswerRow> first, List<AnswerRow> second, Optional<String> judge, List<String> notes) {
    public ComparedRows {
        first = List.copyOf(first);
        second = List.copyOf(second);
        notes = List.copyOf(notes);
    }

    /// Reads the rows of two folders.
    ///
    /// @param wanted the judge whose marks are to count, where there are several
    /// @throws CommandException if there is no such judge, it is open which, or none has seen what
    ///   only a judge can mark
    public static ComparedRows of(Path first, Path second, Optional<String> wanted) {
        Map<String, Path> before = JudgedRun.folders(first);
        Map<String, Path> after = JudgedRun.folders(second);
        var shared = new TreeSet<>(before.keySet());
        shared.retainAll(after.keySet());
        wanted.ifPresent(name -> shared.removeIf(judge -> !judge.endsWith(by(name))));
        if (shared.size() > 1) {
            throw CommandException.badInput(
                    "both runs were judged more than once: "
                            + String.join(", ", shared)
                            + "; name a judge with --judge-model, or remove the folders of the"
                            + " others");
        }
        if (shared.size() == 1) {
            String judge = shared.first();
            return new ComparedRows(
                    JudgedRun.rows(first, requireNonNull(before.get(judge))),
                    JudgedRun.rows(second, requireNonNull(after.get(judge))),
                    Optional.of(judge),
                    List.of());
        }
        String who = judged(first, before) + ", " + judged(second, after);
        if (wanted.isPresent() || needsJudge(first) || needsJudge(second)) {
            throw CommandException.badInput(
                    who
                            + "; there is nothing to compare. Have one judge mark both (the runs'"
                            + " own commands with --judge-base and --judge-model)");
        }
        List<String> notes =
                before.isEmpty() && after.isEmpty()
                        ? List.of()
                        : List.of(who + "; compared by the rules, without a judge");
        return new ComparedRows(
                RunFolder.rows(first), RunFolder.rows(second), Optional.empty(), notes);
    }

    private static String judged(Path run, Map<String, Path> folders) {
        return run
                + " was judged by "
                + (folders.isEmpty() ? "nobody" : String.join(" and ", folders.keySet()));
    }

    private static boolean needsJudge(Path run) {
        Map<String, String> about = RunFolder.configuration(run);
        String extractor = about.getOrDefault("extractor", "");
        return !extractor.isEmpty()
                && Benchmark.named(about.getOrDefault("benchmark", ""))
                        .markers(extractor)
                        .needsJudge();
    }

    /// The end of what folders are known by.
    static String by(String judge) {
        return " by " + judge;
    }
}
