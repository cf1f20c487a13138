package dev.glimpse.evaluation.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.question.ImageSource;
import dev.glimpse.evaluation.question.Option;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.VideoClip;
import dev.glimpse.evaluation.question.Wording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptStyleTest {
    private static final Options OPTIONS =
            new Options(List.of(new Option("A", "one"), new Option("C", "three")));

    @Test
    void vlmEvalKitHasASpaceBeforeItsLastLineBreak() {
        assertThat(text("vlmevalkit", new Wording("Q?", "H", OPTIONS)))
                .isEqualTo(
                        """
                        Hint: H
                        Question: Q?
                        Options:
                        A. one
                        C. three
                        Please select the correct answer from the options above.\s
                        """);
    }

    @Test
    void hintLineIsThereOnlyWithAHint() {
        assertThat(text("minicpm-v2.6", new Wording("Q?", "", OPTIONS)))
                .isEqualTo(
                        """
                        Question: Q?
                        Options:
                        A. one
                        C. three

                        Answer with the option's letter from the given choices directly.\
                        """);
    }

    @Test
    void chainOfThoughtHasAQuoteThatIsNeverClosed() {
        assertThat(text("minicpm-v4.5", new Wording("Q?", "H", OPTIONS)))
                .isEqualTo(
                        "Carefully read the following multichoice question, solve it step by step"
                                + " and finally pick the option associated with the correct answer"
                                + " in the format of \"Answer: selected option\n\n"
                                + "Hint: H\nQ?\nA. one\nC. three\n");
    }

    @Test
    void lmmsEvalPutsHintQuestionAndOptionsOnOneLine() {
        assertThat(text("lmms-eval", new Wording("Q?", "H", OPTIONS)))
                .isEqualTo(
                        """
                        H Q? There are several options:
                        A. one
                        C. three

                        Answer with the option's letter from the given choices directly.\
                        """);
    }

    @Test
    void scienceQaAndMmeHaveTheirOwn() {
        assertThat(text("lmms-scienceqa", new Wording("Q?", "H", OPTIONS)))
                .isEqualTo(
                        """
                        Context: H
                        Q?
                        A. one
                        C. three
                        Answer with the option's letter from the given choices directly.\
                        """);
        assertThat(
                        text(
                                "lmms-mme",
                                new Wording("Is it? Please answer yes or no.", "", Options.NONE)))
                .isEqualTo("Is it?\nAnswer the question using a single word or phrase.");
    }

    @Test
    void imagesComeFirst() {
        var images =
                List.<ImageSource>of(new ImageSource.InTable(9, 0), new ImageSource.InTable(9, 1));
        var question = question(new Wording("Q?", "", Options.NONE), images);

        assertThat(PromptStyle.BARE.render(question))
                .containsExactly(
                        new PromptPart.Image(0),
                        new PromptPart.Image(1),
                        new PromptPart.Text("Q?"));
    }

    @Test
    void mvBenchIsPutAsVlmEvalKitPutsItThroughAnInterface() {
        var wording = new Wording("What is it?", "", Options.of(List.of("cat", "dog")));
        var clip = new VideoClip(Path.of("v.mp4"), VideoClip.Kind.FILE, Optional.empty());
        var question =
                new Question(
                        "1",
                        wording,
                        List.of("A"),
                        new Placement("1", "", "", ""),
                        List.of(),
                        Optional.of(clip));

        assertThat(Prompters.named("vlmevalkit-mvbench").render(question))
                .containsExactly(
                        new PromptPart.Instructions(
                                "Carefully watch the video and pay attention to the cause and"
                                    + " sequence of events, the detail and movement of objects, and"
                                    + " the action and pose of persons. Based on your observations,"
                                    + " select the best option that accurately addresses the"
                                    + " question.\n"),
                        new PromptPart.Text("Question: What is it?\nOptions:\n(A) cat\n(B) dog"),
                        new PromptPart.Video(),
                        new PromptPart.Text("\nOnly give the best option."),
                        new PromptPart.Text("Best option:("));
        assertThat(Prompters.named("mvbench").render(question))
                .hasSize(4)
                .endsWith(
                        new PromptPart.Video(),
                        new PromptPart.Text(
                                "Question: What is it?\nOptions:\n(A) cat\n(B) dog\nOnly give"
                                        + " the best option."),
                        new PromptPart.Begun("Best option:(", "("));
        assertThat(Prompters.named("lmms-mvbench").render(question))
                .containsExactly(
                        new PromptPart.Video(),
                        new PromptPart.Text(
                                "Question:What is it?\nOption:\n(A) cat\n(B) dog\nOnly give the"
                                        + " best option.\n"));
    }

    @Test
    void scienceQaHasPromptsOfItsOwn() {
        var wording = new Wording("Which?", "", Options.of(List.of("ant", "cat")));

        assertThat(text("lmms-scienceqa-qwen", wording))
                .isEqualTo("Context: N/A\nQuestion: Which?\nOptions: A. ant\nB. cat\nAnswer:");
        assertThat(text("scienceqa-qcm", new Wording("Which?", "Look.", wording.options())))
                .isEqualTo("Question: Which?\nContext: Look.\nOptions: (A) ant (B) cat\nAnswer:");
    }

    @Test
    void mathVistaIsAskedForAFormOfAnswer() {
        var wording = new Wording("How long?", "", Options.NONE);
        var traits =
                Map.of(
                        "answer_type", List.of("float"),
                        "precision", List.of("1.0"),
                        "unit", List.of("cm"));
        var question =
                new Question(
                        "1", wording, "1.5", new Placement("1", "", "", "", traits), List.of());

        assertThat(Prompters.named("lmms-mathvista").render(question))
                .containsExactly(
                        new PromptPart.Text(
                                "How long? (Unit: cm)\nAnswer the question using a single"
                                        + " floating-point number with one decimal place."));
        assertThat(text("lmms-mathvista", new Wording("Which?", "", Options.of(List.of("1", "2")))))
                .isEqualTo(
                        "Which?\nA. 1\nB. 2\nAnswer with the option's letter from the given choices"
                                + " directly.");
        assertThat(text("mathvista", new Wording("Hint: x\nQuestion: y", "", Options.NONE)))
                .isEqualTo("Hint: x\nQuestion: y");
    }

    @Test
    void mmVetIsAskedInDetailBeforeTheImage() {
        Question question =
                question(
                        new Wording("What is x?", "", Options.NONE),
                        List.of(new ImageSource.InTable(0, 0)));

        assertThat(Prompters.named("minicpm-detail").render(question))
                .containsExactly(
                        new PromptPart.Text("Answer this question in detail."),
                        new PromptPart.Image(0),
                        new PromptPart.Text("What is x?"));
        assertThat(text("lmms-mmvet", question.wording()))
                .startsWith("First please perform reasoning, and think step by step")
                .endsWith("question: \n\nWhat is x?");
    }

    private static String text(String style, Wording wording) {
        var parts = Prompters.named(style).render(question(wording, List.of()));
        return ((PromptPart.Text) parts.getLast()).text();
    }

    private static Question question(Wording wording, List<ImageSource> images) {
        return new Question("1", wording, "A", new Placement("1", "", "", ""), images);
    }
}
