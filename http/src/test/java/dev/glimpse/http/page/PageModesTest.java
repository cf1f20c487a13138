package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glimpse.http.testing.Tab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the page does beside answering a question.
@Tag("native")
class PageModesTest {
    @RegisterExtension static final OpenPage OPENED = new OpenPage();

    private Tab page;

    @BeforeEach
    void take() {
        page = OPENED.tab();
    }

    @Test
    void choicesHaveBarsOfTheirProbability() {
        OPENED.choose("blue-circle.png");
        OPENED.mode("choices");
        page.page().fill("#choices", "Red\nBlue\nGreen");
        OPENED.say("What color is the circle?");
        page.await("document.querySelectorAll('.bars li').length === 3");
        assertThat(page.text(".bars li:first-child .bar-choice")).isEqualTo("Blue");
        double sum =
                page.number(
                        "[...document.querySelectorAll('.bar-share')].reduce((sum, each) =>"
                                + " sum + parseFloat(each.textContent), 0)");
        assertThat(sum).isCloseTo(100, within(1.5)); // each is rounded
    }

    @Test
    void aSingleChoiceIsNoChoice() {
        OPENED.choose("blue-circle.png");
        OPENED.mode("choices");
        page.page().fill("#choices", "Red\n\n");
        OPENED.say("What color is the circle?");
        assertThat(page.text("#hint")).isEqualTo("Write at least two choices, each on a line.");
    }

    @Test
    void aPictureIsCaptioned() {
        OPENED.choose("blue-circle.png");
        OPENED.mode("caption");
        assertThat(page.holds("document.getElementById('question').hidden")).isTrue();
        page.page().selectOption("#style", "detailed");
        OPENED.click("send");
        OPENED.awaitAnswers(1);
        assertThat(page.text(".asked-question")).isEqualTo("Caption: detailed");
        assertThat(OPENED.lastAnswer()).containsIgnoringCase("blue");
    }

    @Test
    void anAnswerHasTheFormOfTheSchema() {
        OPENED.choose("blue-circle.png");
        OPENED.mode("json");
        OPENED.say("What color is the circle?");
        OPENED.awaitAnswers(1);
        JsonNode answer = JsonMapper.shared().readTree(OPENED.lastAnswer());
        assertThat(answer.get("answer").isString()).isTrue();
        assertThat(answer.get("sure").isBoolean()).isTrue();
    }

    @Test
    void aBrokenSchemaIsSaidBeforeAnythingIsSent() {
        OPENED.choose("blue-circle.png");
        OPENED.mode("json");
        page.page().fill("#schema", "{");
        OPENED.say("What color is the circle?");
        assertThat(page.text("#hint")).startsWith("The schema is not JSON: ");
        assertThat(page.string("document.activeElement.id")).isEqualTo("schema");
    }

    @Test
    void whatTheModelSeesIsDrawn() {
        OPENED.choose("blue-circle.png");
        OPENED.click("see");
        page.await("document.getElementById('sight').textContent.endsWith('tokens.')");
        assertThat(page.text("#sight"))
                .contains("224 × 224 pixels, seen as a whole at ", ": 32 tokens.");
        page.page().click("#open-settings");
        page.page().fill("#slices", "9");
        page.page().click("#settings [value=close]");
        page.choose(OPENED.file("wide.png"));
        page.await("document.getElementById('sight').textContent.includes('slices')");
        assertThat((int) page.number("document.querySelectorAll('#lines line').length"))
                .isPositive();
    }

    @Test
    void theCameraTakesAPicture() {
        OPENED.click("open-camera");
        page.await("!document.getElementById('shoot').disabled");
        OPENED.click("shoot");
        page.await("document.getElementById('picture').alt === 'camera.jpg'");
        page.await("document.getElementById('picture').naturalWidth > 0");
        assertThat(page.holds("document.getElementById('camera').open")).isFalse();
    }
}
