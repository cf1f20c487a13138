package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.fault.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// MME's score (InternVL at 2410d1d, `internvl_chat/eval/mme/calculation.py`): for each task, the
/// percentage of right questions plus the percentage of images with both questions right.
///
/// @param tasks in the order of MME's tables
public record MmeScore(List<Task> tasks) {
    private static final List<String> PERCEPTION =
            List.of(
                    "existence",
                    "count",
                    "position",
                    "color",
                    "posters",
                    "celebrity",
                    "scene",
                    "landmark",
                    "artwork",
                    "OCR");
    private static final List<String> COGNITION =
            List.of(
                    "commonsense_reasoning",
                    "numerical_calculation",
                    "text_translation",
                    "code_reasoning");

    public MmeScore {
        tasks = List.copyOf(tasks);
    }

    /// One task.
    ///
    /// @param name as MME's folders have it
    /// @param images each with two questions
    /// @param right questions, 0 to twice `images`
    /// @param both images with both questions right
    /// @param decisions what was said where yes was right, and where no was
    public record Task(String name, int images, int right, int both, Decisions decisions) {

        /// 0 to 200.
        public double score() {
            return 100.0 * right / (2 * images) + 100.0 * both / images;
        }
    }

    /// Yes and no, given and right.
    ///
    /// @param truePositive yes where that is right
    /// @param falseNegative no where yes is right
    /// @param falsePositive yes where no is right
    /// @param trueNegative no where that is right
    /// @param other questions without an answer, or with neither
    public record Decisions(
            int truePositive, int falseNegative, int falsePositive, int trueNegative, int other) {

        /// How often a yes was right, 0 to 1; 0 where there was none.
        public double precision() {
            int said = truePositive + falsePositive;
            return said == 0 ? 0 : (double) truePositive / said;
        }

        /// How often yes was said where it is right, 0 to 1; others do not count.
        public double recall() {
            int right = truePositive + falseNegative;
            return right == 0 ? 0 : (double) truePositive / right;
        }

        private static Decisions of(List<Graded> rows) {
            int truePositive = count(rows, "yes", "yes");
            int falseNegative = count(rows, "yes", "no");
            int falsePositive = count(rows, "no", "yes");
            int trueNegative = count(rows, "no", "no");
            int other = rows.size() - truePositive - falseNegative - falsePositive - trueNegative;
            return new Decisions(truePositive, falseNegative, falsePositive, trueNegative, other);
        }

        private static int count(List<Graded> rows, String right, String given) {
            return (int)
                    rows.stream()
                            .filter(row -> row.question().answer().equalsIgnoreCase(right))
                            .filter(row -> !row.failed())
                            .filter(row ->
                                    row.extracted().filter(given::equalsIgnoreCase).isPresent())
                            .count();
        }
    }

    /// Scores questions whose finer category is the task and whose group is the image.
    ///
    /// @throws DatasetException if an image has not exactly two questions, or a task is not MME's
    public static MmeScore of(List<Graded> rows) {
        Map<String, List<Graded>> byTask = new LinkedHashMap<>();
        for (String task : PERCEPTION) {
            byTask.put(task, new ArrayList<>());
        }
        for (String task : COGNITION) {
            byTask.put(task, new ArrayList<>());
        }
        for (Graded row : rows) {
            List<Graded> task = byTask.get(row.question().placement().l3());
            if (task == null) {
                throw new DatasetException(
                        "question "
                                + row.question().index()
                                + " is of category \""
                                + row.question().placement().l3()
                                + "\"; MME has "
                                + String.join(", ", byTask.keySet()));
            }
            task.add(row);
        }
        return new MmeScore(
                byTask.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> task(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Task task(String name, List<Graded> rows) {
        int right = 0;
        int both = 0;
        var images = ChoiceScore.byGroup(rows);
        for (var image : images.entrySet()) {
            if (image.getValue().size() != 2) {
                throw new DatasetException(
                        "image "
                                + image.getKey()
                                + " of MME's task "
                                + name
                                + " has "
                                + image.getValue().size()
                                + " questions; each has two");
            }
            int own = (int) image.getValue().stream().filter(Graded::right).count();
            right += own;
            both += own == 2 ? 1 : 0;
        }
        return new Task(name, images.size(), right, both, Decisions.of(rows));
    }

    /// The sum over the ten tasks of perception, at most 2000.
    public double perception() {
        return sum(PERCEPTION);
    }

    /// The sum over the four tasks of cognition, at most 800.
    public double cognition() {
        return sum(COGNITION);
    }

    private double sum(List<String> names) {
        return tasks.stream()
                .filter(task -> names.contains(task.name()))
                .mapToDouble(Task::score)
                .sum();
    }
}
