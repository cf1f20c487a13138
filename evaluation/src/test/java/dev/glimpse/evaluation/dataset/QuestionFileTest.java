package dev.glimpse.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionFileTest {
    private static final String IMAGE = base64("first ".repeat(20));
    private static final String OTHER = base64("other ".repeat(20));
    private static final QuestionRules CIRCULAR =
            new QuestionRules(Grouping.ROTATIONS, AbsentText.RAW);

    @TempDir Path folder;

    @Test
    void rowOfVlmEvalKitBecomesAQuestion() throws IOException {
        var file =
                read(
                        "index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\timage\tl2-category"
                                + "\tsplit\n1000007\tWhat?\tLook.\tx\ty\t\tz\tD\tocr\t"
                                + IMAGE
                                + "\tcoarse_perception\tdev\n",
                        CIRCULAR);

        Question question = file.questions().getFirst();
        assertThat(question.index()).isEqualTo("1000007");
        assertThat(question.wording().hint()).isEqualTo("Look.");
        assertThat(question.options().letters()).containsExactly("A", "B", "D");
        assertThat(question.answer()).isEqualTo("D");
        assertThat(question.placement())
                .isEqualTo(new Placement("7", "dev", "coarse_perception", "ocr"));
        assertThat(question.base()).isFalse();
    }

    @Test
    void aColumnThatIsMissingIsNamedBesideThoseThatAreThere() {
        assertThatThrownBy(() -> read("index\tkwestion\tanswer\n1\tWhat?\tx\n", CIRCULAR))
                .isInstanceOf(DatasetException.class)
                .hasMessageEndingWith(
                        ":2: there is no column of questions (question, query, instruction); the"
                                + " columns are index, kwestion, answer");
    }

    /// As Flickr30k: images and what people wrote of them.
    @Test
    void captionsNeedNoColumnOfQuestions() throws IOException {
        var rules = QuestionRules.PLAIN.withAnswers(QuestionRules.Answers.SEVERAL);
        String one = "index\timage\tcaption\n1\t" + IMAGE + "\ta dog\n";
        String list = "index\timage\tcaptions\n1\t" + IMAGE + "\t\"['a dog', 'a pet']\"\n";

        Question asked = read(one, rules).questions().getFirst();
        Question scored = read(one, rules.withoutImages()).questions().getFirst();

        assertThat(asked.images()).hasSize(1);
        assertThat(asked.wording().question()).isEmpty();
        assertThat(asked.answers()).containsExactly("a dog").isEqualTo(scored.answers());
        assertThat(read(list, rules).questions().getFirst().answers())
                .containsExactly("a dog", "a pet")
                .isEqualTo(read(list, rules.withoutImages()).questions().getFirst().answers());
    }

    @Test
    void scoringWantsQuestionsWhereThereIsNoRightAnswerEither() {
        var rules = QuestionRules.PLAIN.withAnswers(QuestionRules.Answers.SEVERAL).withoutImages();

        assertThatThrownBy(() -> read("index\tkwestion\tkaption\n1\tq\tx\n", rules))
                .hasMessageContaining("there is no column of questions")
                .hasMessageEndingWith("the columns are index, kwestion, kaption");
    }

    @Test
    void shortImageIsTheIndexOfTheRowThatHoldsIt() throws IOException {
        var file =
                read(
                        "index\tquestion\timage\n1000001\tq\t1\n1\tq\t"
                                + IMAGE
                                + "\n2\tq\t"
                                + OTHER
                                + "\n");

        assertThat(text(file, 0)).isEqualTo(text(file, 1)).startsWith("first");
        assertThat(text(file, 2)).startsWith("other");
    }

    @Test
    void imageOfARowThatHoldsNoneIsRefused() {
        assertThatThrownBy(() ->
                        read("index\tquestion\timage\n1\tq\t2\n2\tq\t3\n3\tq\t" + IMAGE + "\n"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("questions.tsv:2")
                .hasMessageContaining("index 2, which holds none itself");
        assertThatThrownBy(() -> read("index\tquestion\timage\n1\tq\t9\n"))
                .hasMessageContaining("\"9\" is neither the index of a row nor a file");
    }

    @Test
    void listOfImagesGivesSeveralInOrder() throws IOException {
        var file =
                read(
                        "index\tquestion\timage\n1\tq\t\"['"
                                + IMAGE
                                + "', '"
                                + OTHER
                                + "']\"\n2\tq\t1\n");

        var sources = file.questions().getLast().images();
        assertThat(sources).hasSize(2).isEqualTo(file.questions().getFirst().images());
        assertThat(new String(file.images().read(sources.get(1)), StandardCharsets.UTF_8))
                .startsWith("other");
    }

    @Test
    void imagesMayBeFilesBesideTheFile() throws IOException {
        Files.createDirectory(folder.resolve("images"));
        Files.writeString(folder.resolve("images/a.png"), "pixels");
        Files.writeString(folder.resolve("b.png"), "more");

        var file = read("index\tquestion\timage_path\n1\tq\ta.png\n2\tq\t\"['a.png', 'b.png']\"\n");

        assertThat(file.questions().getFirst().images())
                .containsExactly(new ImageSource.InFile(folder.resolve("images/a.png")));
        assertThat(file.questions().getLast().images()).hasSize(2);
        assertThat(text(file, 0)).isEqualTo("pixels");
    }

    @Test
    void rowsWithoutTheirImageAreLeftOutAndNoted() throws IOException {
        var file = read("index\tquestion\timage\n1\tq\t\n2\tq\t" + IMAGE + "\n");

        assertThat(file.questions()).hasSize(1);
        assertThat(file.notes()).containsExactly("rows left out because their image is empty: 1");
    }

    @Test
    void optionsThatPandasDoesNotSeeStayAndAreNoted() throws IOException {
        String text = "index\tquestion\tA\tB\tC\n1\tq\tNone\t01\tx\n2\tq\tn/a\t2\ty\n";

        var raw = read(text);
        var pandas = read(text, new QuestionRules(Grouping.NONE, AbsentText.PANDAS));

        assertThat(raw.questions().getFirst().options())
                .isEqualTo(Options.of(List.of("None", "01", "x")));
        assertThat(raw.notes())
                .containsExactly(
                        "options that VLMEvalKit does not see (pandas reads them as missing): 1 A,"
                                + " 2 A",
                        "options that VLMEvalKit reads as other numbers: 1 B");
        assertThat(pandas.questions().getFirst().options().letters()).containsExactly("B", "C");
    }

    @Test
    void choicesMayBeAListAndTheAnswerANumberOrAText() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("q.jsonl"),
                        """
                        {"question": "q", "choices": ["ant", "bee"], "answer": 1}
                        {"question": "q", "candidates": ["ant", "bee", "cow"], "answer": "cow"}
                        {"question": "q", "options": ["2", "1"], "answer": "1"}
                        """);

        var questions = QuestionFile.read(file, QuestionRules.PLAIN).questions();

        assertThat(questions).extracting(Question::answer).containsExactly("B", "C", "B");
        assertThat(questions).extracting(Question::index).containsExactly("0", "1", "2");
        assertThat(questions.getFirst().images()).isEmpty();
    }

    @Test
    void listWithinAListIsShownAsTheCellHasIt() {
        assertThatThrownBy(() -> read("index\tquestion\toptions\n1\tq\t[['a' 'b']]\n"))
                .isInstanceOf(DatasetException.class)
                .hasMessageEndingWith("a comma is missing at character 6 of list [['a' 'b']]");
    }

    @Test
    void answerThatIsNoChoiceIsRefused() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("q.jsonl"),
                        "{\"question\": \"q\", \"choices\": [\"ant\", \"bee\"], \"answer\": 2}\n");

        assertThatThrownBy(() -> QuestionFile.read(file, QuestionRules.PLAIN))
                .hasMessageContaining("answer \"2\" is neither a choice nor the number of one");
    }

    @Test
    void indexIsUniqueButQuestionIdNeedNotBe() throws IOException {
        assertThatThrownBy(() -> read("index\tquestion\n5\tq\n5\tq\n"))
                .hasMessageContaining("questions.tsv:3: index 5 is also that of")
                .hasMessageContaining("questions.tsv:2");
        assertThat(
                        read(
                                        "question_id\tquestion\na.png\tq\na.png\tq\n",
                                        new QuestionRules(Grouping.IMAGE, AbsentText.RAW))
                                .questions())
                .extracting(Question::index, question -> question.placement().group())
                .containsExactly(tuple("a.png", "a.png"), tuple("a.png/2", "a.png"));
    }

    @Test
    void questionsAboutOneImageBelongTogetherHoweverItIsShared() throws IOException {
        var rules = new QuestionRules(Grouping.IMAGE, AbsentText.RAW);
        var file =
                read(
                        "index\tquestion\timage\n1\tq\t"
                                + IMAGE
                                + "\n2\tq\t1\n3\tq\t"
                                + IMAGE
                                + "\n4\tq\t"
                                + OTHER
                                + "\n",
                        rules);

        assertThat(file.questions())
                .extracting(question -> question.placement().group())
                .containsExactly("1", "1", "1", "4");
    }

    @Test
    void groupColumnGoesBeforeTheIndex() throws IOException {
        var file = read("index\tg_index\tquestion\n3000001\t12\tq\n", CIRCULAR);

        assertThat(file.questions().getFirst().placement().group()).isEqualTo("12");
    }

    private static String text(QuestionFile file, int number) {
        var source = file.questions().get(number).images().getFirst();
        return new String(file.images().read(source), StandardCharsets.UTF_8);
    }

    private QuestionFile read(String text) throws IOException {
        return read(text, QuestionRules.PLAIN);
    }

    private QuestionFile read(String text, QuestionRules rules) throws IOException {
        return QuestionFile.read(Files.writeString(folder.resolve("questions.tsv"), text), rules);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
