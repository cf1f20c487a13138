package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.question.Question;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which split of the data counts.
public final class SplitFlag {
    @Option(
            names = "--split",
            paramLabel = "NAME",
            description =
                    "The questions of this split alone, by the data's column split. Default: all"
                            + " there are.")
    private String split = "";

    /// Its name, if one is asked for.
    public Optional<String> name() {
        return split.isEmpty() ? Optional.empty() : Optional.of(split);
    }

    /// Those of the questions that are of the split; all if none is asked for.
    public List<Question> of(List<Question> questions) {
        if (split.isEmpty()) {
            return questions;
        }
        List<Question> own =
                questions.stream().filter(q -> q.placement().split().equals(split)).toList();
        if (own.isEmpty()) {
            throw CommandException.badInput(
                    "no question is of split " + split + "; see the data's column split");
        }
        return own;
    }
}
