package dev.glimpse.samples.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.samples.scenes.RenderReportCard.Asked;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderReportCardTest {
    private final List<Asked> questions = RenderReportCard.questions();

    @Test
    void everySkillHasAsManyQuestionsAndNoImageIsThereTwice() {
        Map<String, Integer> counts = new HashMap<>();
        var images = new HashSet<String>();
        for (Asked asked : questions) {
            counts.merge(asked.skill(), 1, Integer::sum);
            images.add(Base64.getEncoder().encodeToString(asked.scene().toPng()));
        }

        assertThat(counts).hasSize(Skill.values().length);
        assertThat(counts.values()).containsOnly(RenderReportCard.QUESTIONS_A_SKILL);
        assertThat(images).hasSizeGreaterThan(questions.size() - 10);
    }

    @Test
    void setIsAlwaysTheSame() {
        List<Asked> again = RenderReportCard.questions();

        for (int i = 0; i < questions.size(); i++) {
            assertThat(again.get(i).question()).isEqualTo(questions.get(i).question());
            assertThat(again.get(i).accepted()).isEqualTo(questions.get(i).accepted());
            assertThat(again.get(i).scene().toPng()).isEqualTo(questions.get(i).scene().toPng());
        }
    }

    @Test
    void yesIsRightAsOftenAsNoAndEachLetterAsOftenAsAnother() {
        assertThat(answers(Skill.YES_NO)).containsEntry("yes", 20).containsEntry("no", 20);
        assertThat(answers(Skill.CHOOSING).values()).containsOnly(10);
        assertThat(answers(Skill.PLACES).values()).containsOnly(10);
    }

    private Map<String, Integer> answers(Skill skill) {
        Map<String, Integer> counts = new HashMap<>();
        questions.stream()
                .filter(asked -> asked.skill().equals(skill.skill()))
                .forEach(asked -> counts.merge(asked.accepted().getFirst(), 1, Integer::sum));
        return counts;
    }
}
