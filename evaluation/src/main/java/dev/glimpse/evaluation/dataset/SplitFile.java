package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file beside the data that says which questions are of a split: ScienceQA's `pid_splits.json`,
/// an object of lists of indexes by split (`train`, `val`, `test`, `trainval`, `minitrain`,
/// `minival`, `minitest`). Immutable.
///
/// @param file where it is
/// @param indexes of each split, in the file's order
public record SplitFile(Path file, Map<String, List<String>> indexes) {
    private static final String NAME = "pid_splits.json";
    private static final int SHOWN = 5;

    public SplitFile {
        indexes = Map.copyOf(indexes);
    }

    /// Where the one beside a file of questions is, if it has one.
    public static Optional<Path> place(Path data) {
        return Optional.of(data.toAbsolutePath().resolveSibling(NAME)).filter(Files::isRegularFile);
    }

    /// The one beside a file of questions, if it has one.
    ///
    /// @throws DatasetException if it is there and not what it should be
    public static Optional<SplitFile> beside(Path data) {
        return place(data).map(SplitFile::read);
    }

    private static SplitFile read(Path file) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (!root.isObject()) {
            throw new DatasetException(
                    file
                            + ": found "
                            + root.getNodeType()
                            + "; expected lists of indexes by split");
        }
        var splits = new LinkedHashMap<String, List<String>>();
        for (var entry : root.properties()) {
            splits.put(entry.getKey(), list(file, entry.getKey(), entry.getValue()));
        }
        return new SplitFile(file, splits);
    }

    private static List<String> list(Path file, String split, JsonNode indexes) {
        if (!indexes.isArray()) {
            throw new DatasetException(
                    file
                            + ": split "
                            + split
                            + " is "
                            + indexes.getNodeType()
                            + "; expected a list of indexes");
        }
        var list = new ArrayList<String>();
        for (JsonNode index : indexes.values()) {
            if (!index.isString() && !index.isNumber()) {
                throw new DatasetException(
                        file + ": split " + split + " holds " + index + "; expected an index");
            }
            list.add(index.asString());
        }
        return list;
    }

    /// The questions of a split, in the split's order and of that name.
    ///
    /// @throws DatasetException if there is no such split, or the data lacks a question of it
    public List<Question> of(String split, List<Question> questions) {
        List<String> wanted = indexes.get(split);
        if (wanted == null) {
            throw new DatasetException(
                    file
                            + " has no split "
                            + split
                            + "; it has "
                            + String.join(", ", indexes.keySet().stream().sorted().toList()));
        }
        var byIndex = new LinkedHashMap<String, Question>();
        questions.forEach(question -> byIndex.put(question.index(), question));
        List<String> missing = wanted.stream().filter(one -> !byIndex.containsKey(one)).toList();
        if (!missing.isEmpty()) {
            throw new DatasetException(
                    "the data lacks "
                            + missing.size()
                            + " of the "
                            + wanted.size()
                            + " questions that "
                            + file
                            + " has in split "
                            + split
                            + ": "
                            + String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size())))
                            + (missing.size() > SHOWN ? ", ..." : "")
                            + "; both files must be of one release");
        }
        return wanted.stream()
                .distinct()
                .map(one -> renamed(Objects.requireNonNull(byIndex.get(one)), split))
                .toList();
    }

    /// Scores are by split; those of `minival` are `val` in the data.
    private static Question renamed(Question question, String split) {
        return question.withPlacement(question.placement().withSplit(split));
    }
}
