package dev.glimpse.cli.flag;

import dev.glimpse.cli.fault.CommandException;
import dev.glimpse.evaluation.dataset.SplitFile;
import dev.glimpse.evaluation.question.Question;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which split of the data counts.
public final class SplitFlag {
    @Option(
            names = "--split",
            paramLabel = "NAME",
            description =
                    "The questions of this split alone, by ScienceQA's pid_splits.json beside the"
                            + " data (test, minival, ...), else by the data's column split."
                            + " Default: all there are.")
    private String split = "";

    /// Its name, if one is asked for.
    public Optional<String> name() {
        return split.isEmpty() ? Optional.empty() : Optional.of(split);
    }

    /// The file that says which questions are of the split, if one is asked for and there is one.
    public Optional<Path> file(Path data) {
        return split.isEmpty() ? Optional.empty() : SplitFile.place(data);
    }

    /// Those of the questions that are of the split; all if none is asked for.
    ///
    /// @param data where the questions are
    public List<Question> of(Path data, List<Question> questions) {
        if (split.isEmpty()) {
            return questions;
        }
        Optional<SplitFile> beside = SplitFile.beside(data);
        if (beside.isPresent()) {
            return beside.get().of(split, questions);
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
