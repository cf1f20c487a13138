package dev.glimpse.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.Fixture;
import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Question;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HuggingFaceFilesTest {

    @Test
    void mmbenchHasNanWhereThereIsNothing() {
        var file = read("mmbench.parquet", Grouping.ROTATIONS);

        Question first = file.questions().getFirst();
        assertThat(first.wording().hint()).isEmpty();
        assertThat(first.placement().l2()).isEqualTo("coarse_perception");
        assertThat(file.questions().get(1).placement().group()).isEqualTo("241");
        assertThat(png(file, first)).isTrue();
    }

    @Test
    void scienceQaHasListsNumbersAndQuestionsWithoutImages() {
        var file =
                QuestionFile.read(
                        Fixture.of("parquet/scienceqa.parquet"),
                        QuestionRules.PLAIN.withoutImages());

        assertThat(file.questions()).extracting(Question::answer).containsExactly("A", "B");
        assertThat(file.questions().getFirst().options().letters()).containsExactly("A", "B", "C");
    }

    @Test
    void imagesThatAreHeldComeBeforeNamesOfFiles() {
        var file = read("mathvista.parquet", Grouping.NONE);

        assertThat(file.questions()).extracting(Question::index).containsExactly("1", "2");
        assertThat(file.questions()).allMatch(question -> png(file, question));
    }

    @Test
    void rowMayHoldSeveralImages() {
        var file = read("groups.parquet", Grouping.NONE);
        List<ImageSource> images = file.questions().get(4321).images();

        assertThat(images).hasSize(2);
        assertThat(new String(file.images().read(images.get(1)), StandardCharsets.UTF_8))
                .isEqualTo("two4321");
    }

    private static QuestionFile read(String name, Grouping grouping) {
        return QuestionFile.read(
                Fixture.of("parquet/" + name), new QuestionRules(grouping, AbsentText.PANDAS));
    }

    private static boolean png(QuestionFile file, Question question) {
        byte[] bytes = file.images().read(question.images().getFirst());
        return bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G';
    }
}
