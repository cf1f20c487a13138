package dev.glimpse.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.evaluation.extract.Extractors;
import dev.glimpse.evaluation.mark.Mark;
import dev.glimpse.evaluation.mark.MathVistaLocal;
import dev.glimpse.evaluation.question.Options;
import dev.glimpse.evaluation.question.Placement;
import dev.glimpse.evaluation.question.Question;
import dev.glimpse.evaluation.question.Wording;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private final Recorded judge = new Recorded();

    /// Replies in order; remembers what it was asked.
    private static final class Recorded implements Judge {
        private final Queue<String> replies = new ArrayDeque<>();
        private final List<Plea> pleas = new ArrayList<>();

        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public String ask(Plea plea) {
            pleas.add(plea);
            return replies.remove();
        }

        @Override
        public Map<String, Double> firstTokens(Plea plea) {
            throw new UnsupportedOperationException("not asked for");
        }
    }

    @Test
    void choiceThatTheRuleReadsIsNotAskedAbout() {
        Mark mark = choice().mark(choiceQuestion(), "B");

        assertThat(mark).isEqualTo(Mark.of("B", true));
        assertThat(judge.pleas).isEmpty();
    }

    @Test
    void choiceThatTheRuleCannotReadIsAskedAboutThreeTimes() {
        judge.replies.addAll(List.of("hmm", "I cannot say", "B"));

        assertThat(choice().mark(choiceQuestion(), "a furry pet")).isEqualTo(Mark.of("B", true));
        assertThat(judge.pleas).hasSize(3);
        assertThat(judge.pleas.getFirst().user())
                .endsWith(
                        "Question: What is it??\nOptions: There are several options: \nA. teddy"
                                + " bear\nB. rabbit\n\nAnswer: a furry pet\nYour output: ");
        assertThat(judge.pleas.getFirst().temperature()).isZero();
    }

    @Test
    void columnIsThatOfTheRuleWithoutAJudge() {
        var extractor = Extractors.named("scienceqa-results");

        assertThat(new JudgedReading(extractor, judge, JudgedReading.Form.CHOICE).column())
                .isEqualTo("results");
    }

    @Test
    void choiceThatTheJudgeCannotReadEitherIsWrong() {
        judge.replies.addAll(List.of("hmm", "hmm", "hmm"));

        assertThat(choice().mark(choiceQuestion(), "a furry pet")).isEqualTo(Mark.UNREAD);
    }

    @Test
    void yesOrNoThatTheRuleCannotReadIsAskedAboutFiveTimes() {
        judge.replies.addAll(List.of("Unknown", "hmm", "Yes"));
        var rule =
                new JudgedReading(Extractors.named("vk-yes-no"), judge, JudgedReading.Form.YES_NO);
        Question question = open("Is it a dog?", "Yes", Map.of());

        assertThat(rule.mark(question, "No.")).isEqualTo(Mark.of("No", false));
        assertThat(judge.pleas).isEmpty();
        assertThat(rule.mark(question, "**Woof**")).isEqualTo(Mark.of("Yes", true));
        assertThat(judge.pleas).extracting(Judge.Plea::temperature).containsExactly(0.0, 0.5, 1.0);
        assertThat(judge.pleas.getFirst().user())
                .endsWith("Question: Is it a dog??\nAnswer: **Woof**\nYour output: ");
        judge.replies.addAll(List.of("a", "b", "c", "d", "e"));
        assertThat(rule.mark(question, "**Woof**")).isEqualTo(Mark.UNREAD);
    }

    @Test
    void mmVetAsksAgainInOtherWordsAndWarmer() {
        judge.replies.addAll(List.of("The", "1.5", "0.7 because"));
        Question question = open("What is x?", "-1<AND>-5", Map.of());

        Mark mark = new MmVet(judge, MmVet.Form.OFFICIAL).mark(question, "x = -1");

        assertThat(mark.credit()).isEqualTo(0.7);
        assertThat(judge.pleas).extracting(Judge.Plea::temperature).containsExactly(0.0, 0.5, 1.0);
        assertThat(judge.pleas.getFirst().user())
                .startsWith("Compare the ground truth and prediction from AI models")
                .endsWith("| 1.0\n\nWhat is x? | -1 <AND> -5 | x = -1 | ");
        assertThat(judge.pleas.getLast().user())
                .endsWith(" | \nPredict the correctness of the answer (digit): ");
    }

    @Test
    void vlmEvalKitWantsMmVetsGradeAlone() {
        judge.replies.addAll(List.of("0.7 because", "0.7"));
        var rule = new MmVet(judge, MmVet.Form.VLM_EVAL_KIT);

        assertThat(rule.mark(open("q", "a", Map.of()), "x").credit()).isEqualTo(0.7);
        assertThat(judge.pleas.getLast().user()).endsWith("q | a | x | ");
        assertThat(rule.id().name()).isEqualTo("mmvet-vk");
    }

    @Test
    void vlmEvalKitAsksAboutMathVistaWhatIsNotRightAsItStands() {
        judge.replies.addAll(List.of("3.10", " 14", "B", "[1, 2]"));
        var rule = new MathVistaByVlmEvalKit(judge);
        Question number = open("How long?", "3.1", Map.of("answer_type", List.of("float")));
        Question whole = open("How many?", "14", Map.of("answer_type", List.of("integer")));
        Question list = open("q", "[1, 2]", Map.of("answer_type", List.of("list")));

        assertThat(rule.mark(choiceQuestion(), "(B) rabbit")).isEqualTo(Mark.of("B", true));
        assertThat(rule.mark(whole, "14")).isEqualTo(Mark.of("14", true));
        assertThat(judge.pleas).isEmpty();
        assertThat(rule.mark(number, "about 3.1 cm")).isEqualTo(Mark.of("3.10", true));
        assertThat(rule.mark(whole, "14.0")).isEqualTo(Mark.of("14", true));
        assertThat(rule.mark(choiceQuestion(), "the fluffy one")).isEqualTo(Mark.of("B", true));
        assertThat(rule.mark(list, "[1, 2]")).isEqualTo(Mark.of("[1, 2]", false));
        assertThat(judge.pleas.getFirst().user())
                .startsWith("\nPlease read the following example.\nThen extract")
                .endsWith("Question: How long?\nModel respone: about 3.1 cmExtracted answer:");
        assertThat(judge.pleas.getFirst().maxTokens()).isEqualTo(128);
        assertThat(rule.id().name()).isEqualTo("mathvista-vk");
    }

    @Test
    void mmVetIsZeroAfterFiveTries() {
        judge.replies.addAll(List.of("a", "b", "c", "d", "e"));

        assertThat(
                        new MmVet(judge, MmVet.Form.OFFICIAL)
                                .mark(open("q", "a", Map.of()), "x")
                                .credit())
                .isZero();
        assertThat(judge.pleas).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "integer, '', 14, '14', '14', true",
        "integer, '', 14, '14.9', '14', true",
        "integer, '', 14, 'fourteen', , false",
        "float, 1.0, 3.0, '3', '3.0', true",
        "float, 1.0, 0.2, '0.25', '0.2', true",
        "float, 2.0, 1.45, '1.449999', '1.45', true",
        "list, '', '[2007, 2008]', '[2007, 2008]', '[2007, 2008]', true",
    })
    void mathVistaNormalizesWhatTheJudgeExtracts(
            String type, String precision, String gold, String reply, String read, boolean right) {
        judge.replies.add(reply);
        Question question =
                open(
                        "q",
                        gold,
                        Map.of("answer_type", List.of(type), "precision", precision(precision)));

        Mark mark = new MathVista(judge).mark(question, "It must be that, I think.");

        assertThat(mark).isEqualTo(new Mark(Optional.ofNullable(read), right ? 1 : 0));
        assertThat(judge.pleas.getFirst().user())
                .startsWith("Please read the following example.")
                .endsWith("\n\nIt must be that, I think.\n\nExtracted answer: ");
    }

    @Test
    void mathVistaTakesAnswersThatAreOneAsTheyStand() {
        Question integer = open("q", "14", Map.of("answer_type", List.of("integer")));

        assertThat(new MathVista(judge).mark(integer, " 14 ")).isEqualTo(Mark.of("14", true));
        assertThat(judge.pleas).isEmpty();
    }

    @Test
    void mathVistasChoiceIsALetterOrTheNearestSpelling() {
        judge.replies.addAll(List.of("(b)", "rabit", ""));
        var rule = new MathVista(judge);

        assertThat(rule.mark(choiceQuestion(), "..")).isEqualTo(Mark.of("rabbit", true));
        assertThat(rule.mark(choiceQuestion(), "..")).isEqualTo(Mark.of("rabbit", true));
        assertThat(rule.mark(choiceQuestion(), "..")).isEqualTo(Mark.of("rabbit", true));
    }

    @Test
    void ourOwnRuleForMathVistaNeedsNoJudge() {
        var rule = new MathVistaLocal();

        assertThat(rule.mark(choiceQuestion(), "Not (A). The answer is (B)."))
                .isEqualTo(Mark.of("rabbit", true));
        assertThat(
                        rule.mark(
                                open("q", "1200", Map.of("answer_type", List.of("integer"))),
                                "3 x 400 = 1,200."))
                .isEqualTo(Mark.of("1200", true));
        assertThat(rule.mark(choiceQuestion(), "no idea")).isEqualTo(Mark.UNREAD);
    }

    private JudgedReading choice() {
        return new JudgedReading(Extractors.named("vk-2026"), judge, JudgedReading.Form.CHOICE);
    }

    private static List<String> precision(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static Question choiceQuestion() {
        return new Question(
                "1",
                new Wording("What is it?", "", Options.of(List.of("teddy bear", "rabbit"))),
                "B",
                new Placement("1", "", "", ""),
                List.of());
    }

    private static Question open(String question, String answer, Map<String, List<String>> traits) {
        return new Question(
                "1",
                new Wording(question, "", Options.NONE),
                answer,
                new Placement("1", "", "", "", traits),
                List.of());
    }
}
