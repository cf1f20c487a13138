package dev.glimpse.cli.evaluate;

import dev.glimpse.cli.evaluate.JudgedFolders.Judged;
import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.benchmark.Benchmark;
import dev.glimpse.evaluation.preference.RecordedPreferences;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.evaluation.run.AnswerRow;
import dev.glimpse.evaluation.run.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /// Two folders with marks by one rule and one judge.
    private record Pair(Judged first, Judged second) {}

    /// Reads the rows of two folders.
    ///
    /// @param wanted the judge whose marks are to count, where there are several
    /// @throws CommandException if there is no such judge, it is open which, or none has seen what
    ///   only a judge can mark
    public static ComparedRows of(Path first, Path second, Optional<String> wanted) {
        List<Judged> before = JudgedFolders.of(first);
        List<Judged> after = JudgedFolders.of(second);
        List<Pair> shared = shared(before, after);
        shared.removeIf(pair -> wanted.stream().anyMatch(name -> !name.equals(judge(pair))));
        if (shared.size() > 1) {
            throw CommandException.badInput(several(shared));
        }
        if (shared.size() == 1) {
            Pair pair = shared.getFirst();
            return new ComparedRows(
                    JudgedFolders.rows(first, pair.first()),
                    JudgedFolders.rows(second, pair.second()),
                    Optional.of(pair.first().shown()),
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

    private static List<Pair> shared(List<Judged> before, List<Judged> after) {
        var pairs = new ArrayList<Pair>();
        for (Judged mine : before) {
            after.stream()
                    .filter(mine::comparesWith)
                    .forEach(theirs -> pairs.add(new Pair(mine, theirs)));
        }
        return pairs;
    }

    private static String judge(Pair pair) {
        return pair.first().judge();
    }

    /// Why it is open which of several marks count, and what to do: a name tells judges apart, not
    /// one judge's marks by several rules.
    private static String several(List<Pair> shared) {
        boolean oneJudge = shared.stream().map(ComparedRows::judge).distinct().count() == 1;
        return "both runs were judged more than once: "
                + joined(shared, pair -> pair.first().shown())
                + (oneJudge
                        ? "; one judge gave these marks, so keep one rule's folders and remove the"
                                + " others: "
                                + joined(shared, pair -> pair.first().folder().toString())
                                + ", "
                                + joined(shared, pair -> pair.second().folder().toString())
                        : "; name a judge with --judge-model, or remove the folders of the"
                                + " others");
    }

    private static String joined(List<Pair> pairs, Function<Pair, String> text) {
        return pairs.stream().map(text).distinct().collect(Collectors.joining(", "));
    }

    private static String judged(Path run, List<Judged> folders) {
        return run
                + " was judged by "
                + (folders.isEmpty()
                        ? "nobody"
                        : folders.stream().map(Judged::shown).collect(Collectors.joining(" and ")));
    }

    private static boolean needsJudge(Path run) {
        Map<String, String> about = RunFolder.configuration(run);
        String extractor = about.getOrDefault("extractor", "");
        if (extractor.isEmpty()
                || extractor.equals(RuleId.first(RecordedPreferences.NAME).toString())) {
            return false; // of annotations, a judge has spoken already
        }
        return Benchmark.named(about.getOrDefault("benchmark", "")).markers(extractor).needsJudge();
    }
}
