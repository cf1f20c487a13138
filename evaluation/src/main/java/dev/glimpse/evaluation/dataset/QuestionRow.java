package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.table.TableRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the words of one row: VLMEvalKit's columns, or those of other releases.
///
/// @param row of a file of questions
/// @param rules how to read it
record QuestionRow(TableRow row, QuestionRules rules) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final List<String> CHOICES = List.of("choices", "options", "candidates");
    private static final List<String> BASELINE = List.of("output_1", "output", "answer");
    private static final List<String> TEXT = List.of("question", "query", "instruction");

    Wording wording() {
        if (!mayLackQuestions() && TEXT.stream().noneMatch(row.cells()::containsKey)) {
            throw new DatasetException(
                    row.where()
                            + ": there is no column of questions ("
                            + String.join(", ", TEXT)
                            + "); the columns are "
                            + String.join(", ", row.cells().keySet()));
        }
        String question = row.first(TEXT);
        boolean asked = rules.images() && rules.answers() != QuestionRules.Answers.SEVERAL;
        if (asked && question.isBlank()) {
            throw new DatasetException(row.where() + ": the question is blank");
        }
        String hint = row.cell("hint");
        return new Wording(question, PandasText.missing(hint) ? "" : hint, options());
    }

    /// Prompts for captions have a question of their own; and to score answers that are there, it
    /// takes the right ones alone.
    private boolean mayLackQuestions() {
        if (rules.images()) {
            return rules.answers() == QuestionRules.Answers.SEVERAL;
        }
        List<String> right =
                switch (rules.answers()) {
                    case ONE, NUMBER -> List.of("answer");
                    case SEVERAL -> AcceptedAnswers.COLUMNS;
                    case BASELINE -> BASELINE;
                };
        return right.stream().anyMatch(row.cells()::containsKey);
    }

    /// The options: columns of single letters, or a list.
    private Options options() {
        var list = new ArrayList<Option>();
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            String text = row.cell(String.valueOf(letter));
            if (!rules.absent().absent(text)) {
                list.add(new Option(String.valueOf(letter), text));
            }
        }
        for (int number = 0; !row.cell("choice" + number).isEmpty(); number++) {
            list.add(new Option(Options.letter(number), row.cell("choice" + number)));
        }
        String choices = row.first(CHOICES);
        if (!list.isEmpty() || PandasText.missing(choices)) {
            return new Options(list);
        }
        return Options.of(ListText.parse(choices, row.where()));
    }

    /// The right answers.
    List<String> answers(Options options) {
        if (rules.answers() == QuestionRules.Answers.SEVERAL && options.list().isEmpty()) {
            return AcceptedAnswers.of(row);
        }
        if (rules.answers() == QuestionRules.Answers.BASELINE) {
            return baseline().map(List::of).orElse(List.of());
        }
        String answer = answer(options);
        return answer.isEmpty() ? List.of() : List.of(answer);
    }

    /// What the baseline answered, which may be nothing at all: text_davinci_003 did so twice.
    private Optional<String> baseline() {
        return BASELINE.stream()
                .filter(row.cells()::containsKey)
                .findFirst()
                .map(column -> row.cell(column));
    }

    /// The right answer: as written; beside a list of choices, the letter of the choice with that
    /// number from 0, or with that text.
    private String answer(Options options) {
        String answer = row.cell("answer").strip();
        boolean listed = row.cell("A").isEmpty() && !options.list().isEmpty();
        if (!listed || answer.isEmpty() || options.has(answer)) {
            return answer;
        }
        boolean numbered =
                answer.matches("[0-9]{1,2}") && Integer.parseInt(answer) < options.list().size();
        if (numbered && rules.answers() == QuestionRules.Answers.NUMBER) {
            return options.list().get(Integer.parseInt(answer)).letter();
        }
        for (Option option : options.list()) {
            if (option.text().equals(answer)) {
                return option.letter();
            }
        }
        if (numbered) {
            return options.list().get(Integer.parseInt(answer)).letter();
        }
        throw new DatasetException(
                row.where()
                        + ": answer \""
                        + answer
                        + "\" is neither a choice nor the number of one");
    }

    /// Where the question belongs.
    ///
    /// @param index what it is called
    /// @param image what its image is known by; empty if it has none
    Placement placement(String index, String image) {
        String category = row.first(List.of("category", "subject", "task_type"));
        return new Placement(
                group(index, image), row.cell("split"), l2(category), category, Traits.of(row));
    }

    private String l2(String category) {
        String own = row.cell("l2-category");
        return own.isEmpty() ? MmluGroups.of(category) : own;
    }

    private String group(String index, String image) {
        return switch (rules.grouping()) {
            case NONE -> row.cells().getOrDefault("g_index", index);
            case ROTATIONS -> row.cells().getOrDefault("g_index", withoutMillions(index));
            case IMAGE -> {
                String named = row.first(List.of("image_path", "question_id"));
                yield named.isEmpty() ? image : named;
            }
        };
    }

    private static String withoutMillions(String index) {
        return index.matches("[0-9]+") ? new BigInteger(index).mod(MILLION).toString() : index;
    }

    /// The columns of single letters and what stands in them.
    Map<String, String> optionCells() {
        var cells = new TreeMap<String, String>();
        row.cells()
                .forEach((column, text) -> {
                    if (column.matches("[A-Z]")) {
                        cells.put(column, text);
                    }
                });
        return cells;
    }
}
