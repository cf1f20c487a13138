package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import dev.glimpse.evaluation.table.Table;
import dev.glimpse.evaluation.table.TableRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A file of benchmark questions: VLMEvalKit's TSV, or a TSV, CSV, JSON, xlsx or Parquet file of
/// images, questions, options or choices, and answers.
///
/// The file is read once for its words; images are read from it again when they are asked for. Rows
/// whose image is missing are left out, as VLMEvalKit does, and noted.
public final class QuestionFile {
    private final Path file;
    private final QuestionRules rules;
    private final Table table;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Map<String, String> firstWithImage = new HashMap<>();
    private final RowIndexes indexes = new RowIndexes();
    private final PandasDifferences differences = new PandasDifferences();
    private final List<String> dropped = new ArrayList<>();

    private record Draft(Question question, TableRowPlace row, ImageCell image) {}

    private record TableRowPlace(long place, String where) {}

    private final List<Question> questions;

    private QuestionFile(Path file, QuestionRules rules, UnaryOperator<List<Question>> selection) {
        this.file = file;
        this.rules = rules;
        this.table = Table.open(file);
        table.forEach(this::draft);
        List<Question> bare = drafts.values().stream().map(Draft::question).toList();
        this.questions = selection.apply(bare).stream().map(this::withImages).toList();
        if (questions.isEmpty()) {
            throw new DatasetException(file + " has no questions, or none with its image");
        }
    }

    /// Reads a file.
    ///
    /// @throws DatasetException if a row is not sound; the message names file and line
    public static QuestionFile read(Path file, QuestionRules rules) {
        return new QuestionFile(file, rules, UnaryOperator.identity());
    }

    /// Reads some of a file's questions; images of the others need not be there.
    ///
    /// @param selection takes from all questions, as yet without images, those that are wanted, and
    ///   may order and place them anew
    /// @throws DatasetException if a row is not sound; the message names file and line
    public static QuestionFile read(
            Path file, QuestionRules rules, UnaryOperator<List<Question>> selection) {
        return new QuestionFile(file, rules, selection);
    }

    /// The columns in which images are looked for.
    public static List<String> imageColumns() {
        return ImageCell.columns();
    }

    /// The questions in the file's order.
    public List<Question> questions() {
        return questions;
    }

    /// Where their images are read.
    public QuestionImages images() {
        return new QuestionImages(table);
    }

    /// What a reader of the score should know about the file, a line each.
    public List<String> notes() {
        var notes = new ArrayList<String>(differences.notes());
        if (!dropped.isEmpty()) {
            notes.add("rows left out because their image is empty: " + String.join(", ", dropped));
        }
        return notes;
    }

    private void draft(TableRow row) {
        var reading = new QuestionRow(row, rules);
        String index = index(row);
        ImageCell image = ImageCell.of(row);
        if (rules.images() && ImageCell.wanted(row) && image instanceof ImageCell.None) {
            dropped.add(index);
            return;
        }
        differences.see(index, reading.optionCells());
        Wording wording = reading.wording();
        var question =
                new Question(
                        index,
                        wording,
                        reading.answers(wording.options()),
                        reading.placement(index, imageKey(index, row, image)),
                        List.of(),
                        rules.images() ? VideoCell.of(row, file) : Optional.empty());
        drafts.put(index, new Draft(question, new TableRowPlace(row.place(), row.where()), image));
    }

    private String index(TableRow row) {
        String own = row.cell("index");
        Draft first = drafts.get(own);
        if (first != null) {
            throw new DatasetException(
                    row.where() + ": index " + own + " is also that of " + first.row().where());
        }
        return indexes.of(row);
    }

    /// What an image is known by: the index of the first row that has it, or its file.
    private String imageKey(String index, TableRow row, ImageCell image) {
        return switch (image) {
            case ImageCell.None() -> index;
            case ImageCell.Named(String name) -> name;
            case ImageCell.Files(List<String> names) -> String.join("|", names);
            case ImageCell.Held(int count) ->
                    rules.grouping() == Grouping.IMAGE
                            ? firstWithImage.computeIfAbsent(
                                    count + Digest.sha256(ImageCell.text(row)), _ -> index)
                            : index;
        };
    }

    private Question withImages(Question bare) {
        Draft draft = Objects.requireNonNull(drafts.get(bare.index()));
        return rules.images() ? bare.withImages(images(draft)) : bare;
    }

    private List<ImageSource> images(Draft draft) {
        return switch (draft.image()) {
            case ImageCell.None() -> List.of();
            case ImageCell.Held(int count) -> held(draft.row().place(), count);
            case ImageCell.Files(List<String> names) ->
                    names.stream().map(name -> inFile(name, draft)).toList();
            case ImageCell.Named(String name) -> named(draft, name);
        };
    }

    private List<ImageSource> named(Draft draft, String name) {
        Draft holder = drafts.get(name);
        if (holder == null) {
            return List.of(inFile(name, draft));
        }
        return switch (holder.image()) {
            case ImageCell.Held(int count) -> held(holder.row().place(), count);
            case ImageCell.Files(List<String> names) ->
                    names.stream().map(file -> inFile(file, holder)).toList();
            case ImageCell.Named _, ImageCell.None _ ->
                    throw new DatasetException(
                            draft.row().where()
                                    + ": the image is that of index "
                                    + name
                                    + ", which holds none itself");
        };
    }

    private static List<ImageSource> held(long place, int count) {
        var sources = new ArrayList<ImageSource>();
        for (int number = 0; number < count; number++) {
            sources.add(new ImageSource.InTable(place, number));
        }
        return sources;
    }

    /// Beside the file, or in the folder `images` beside it; of ScienceQA's release, whose images
    /// all have the same name, in a folder of the question's there.
    private ImageSource inFile(String name, Draft draft) {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        Question question = draft.question();
        String own = question.placement().split() + "/" + question.index();
        for (Path base : List.of(folder, folder.resolve("images"))) {
            for (Path place : List.of(base, base.resolve(own))) {
                Path image = place.resolve(name).normalize();
                if (Files.isRegularFile(image)) {
                    return new ImageSource.InFile(image);
                }
            }
        }
        throw new DatasetException(
                draft.row().where()
                        + ": image \""
                        + name
                        + "\" is neither the index of a row nor a file in "
                        + folder
                        + " or its images");
    }
}
