package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.DevTools;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The page as a user has it, in Chromium. See [OpenPage].
@Tag("native")
class PageTest {
    @RegisterExtension static final OpenPage OPENED = new OpenPage();

    private DevTools page;

    @BeforeEach
    void take() {
        page = OPENED.tools();
    }

    @Test
    void aPictureIsAskedAboutByKeyboardAlone() {
        page.press("Tab"); // the link to the question
        assertThat(OPENED.focused()).isEqualTo("Skip to the question");
        for (String next : List.of("Glimpse", "Earlier", "Settings", "API", "Choose pictures")) {
            page.press("Tab");
            assertThat(OPENED.focused()).isEqualTo(next);
        }
        assertThat(
                        page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                                .asString())
                .as("the focus is seen")
                .isEqualTo("solid");
        page.press("Tab");
        assertThat(OPENED.focused()).isEqualTo("Use the camera");
        page.press("Tab");
        page.press("Enter"); // on the first sample
        page.await("document.getElementById('question').value === 'What color is the circle?'");
        assertThat(page.evaluate("document.activeElement.id").asString()).isEqualTo("question");
        page.press("Enter");
        OPENED.awaitAnswers(1);
        assertThat(page.text(".answer")).containsIgnoringCase("blue");
        assertThat(page.text(".legend")).contains("decode", "preprocess", "encode", "prefill");
        assertThat(page.text(".totals")).contains("in all", " of pictures)");
        page.type("What shape is in the image?");
        page.press("Enter");
        OPENED.awaitAnswers(2);
        assertThat(page.evaluate("document.querySelectorAll('.asked-question').length").intValue())
                .isEqualTo(2);
        assertThat(page.evaluate("document.querySelector('[aria-live]').ariaBusy").asString(""))
                .as("complete answers are read out")
                .isNotEqualTo("true");
    }

    @Test
    void severalPicturesAreUploadedAndRemoved() {
        page.chooseFiles("#file", OPENED.file("green.png"), OPENED.file("blue.png"));
        page.await("document.querySelectorAll('.thumb-show').length === 2");
        page.evaluate("document.getElementById('question').focus()");
        page.type("What color is the circle?");
        page.press("Enter");
        OPENED.awaitAnswers(1);
        assertThat(page.text(".totals")).contains("64 of pictures");
        page.evaluate("document.querySelectorAll('.thumb-remove')[1].click()");
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.type("");
        page.evaluate("document.getElementById('question').focus()");
        page.type("What color is the circle?");
        page.press("Enter");
        OPENED.awaitAnswers(2);
        assertThat(
                        page.evaluate(
                                        "[...document.querySelectorAll('.answer')].at(-1).textContent")
                                .asString())
                .containsIgnoringCase("green");
    }

    @Test
    void aPictureCanBePastedAndDropped() {
        String carry =
                """
                (async () => {
                  const blob = await (await fetch('/v1/samples/red-triangle.png')).blob();
                  const data = new DataTransfer();
                  data.items.add(new File([blob], 'given.png', { type: 'image/png' }));
                  dispatchEvent(EVENT);
                })()\
                """;
        page.evaluate(
                carry.replace("EVENT", "new ClipboardEvent('paste', { clipboardData: data })"));
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.evaluate(carry.replace("EVENT", "new DragEvent('drop', { dataTransfer: data })"));
        page.await("document.querySelectorAll('.thumb-show').length === 2");
        page.await("document.getElementById('picture').naturalWidth > 0");
    }

    @Test
    void theServersErrorIsShown() {
        page.chooseFiles("#file", OPENED.file("notes.txt"));
        page.await("!document.getElementById('unseen').hidden");
        page.evaluate("document.getElementById('question').focus()");
        page.type("What is this?");
        page.press("Enter");
        page.await("document.querySelector('.turn .fault')");
        assertThat(page.text(".turn .fault"))
                .contains("file is text; allowed: JPEG")
                .contains("Request ");
        assertThat(page.evaluate("document.getElementById('send').hidden").booleanValue())
                .isFalse();
    }

    @Test
    void nothingIsAskedWithoutAPictureOrAQuestion() {
        page.evaluate("document.getElementById('question').focus()");
        page.type("What is this?");
        page.press("Enter");
        assertThat(page.text("#hint")).isEqualTo("Add a picture first.");
        assertThat(OPENED.focused()).isEqualTo("Choose pictures");
        page.chooseFiles("#file", OPENED.file("green.png"));
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.evaluate("document.getElementById('question').value = ''");
        page.evaluate("document.getElementById('send').click()");
        assertThat(page.text("#hint")).isEqualTo("Type a question first.");
    }

    @Test
    void anAnswerIsStopped() {
        page.evaluate("document.querySelector('.sample').click()");
        page.await("document.getElementById('question').value !== ''");
        // at random, and long enough to be stopped
        page.evaluate(
                """
                document.getElementById('open-settings').click();
                document.getElementById('tokens').value = '100000';
                document.getElementById('temperature').value = '10';
                document.getElementById('seed').value = '7';
                document.querySelector('#settings [value=close]').click();
                document.getElementById('question').focus()\
                """);
        page.press("Enter");
        page.await("document.querySelector('.answer')?.textContent.length > 20");
        assertThat(OPENED.service().underWay()).isEqualTo(1);
        page.await("!document.getElementById('stop').hidden");
        page.evaluate("document.getElementById('stop').focus()");
        page.press("Enter");
        page.await("document.querySelector('.note')?.textContent === 'Stopped.'");
        assertThat(page.evaluate("document.activeElement.id").asString()).isEqualTo("question");
        page.await("fetch('/healthz').then(r => r.json()).then(h => h.requests_under_way === 0)");
        assertThat(OPENED.service().underWay()).isZero();
    }

    /// The picture in the README: `docs/images/page.png`.
    @Test
    void questionsAndAnswersStandBesideThePicture() {
        OPENED.ask("two-shapes.png", "How many shapes are there?");
        OPENED.ask("traffic-light.png", "What is this?");
        OPENED.awaitAnswers(2);
        assertThat(
                        page.evaluate(
                                        "[...document.querySelectorAll('.answer')]"
                                                + ".every(answer => answer.textContent.length > 0)")
                                .booleanValue())
                .isTrue();
        assertThat(page.evaluate("document.getElementById('picture').alt").asString())
                .isEqualTo("traffic-light.png");
    }

    @Test
    void aPhoneHasOneColumn() throws Exception {
        page.screen(390, 844, 2, true);
        page.prefer("prefers-color-scheme", "dark");
        page.evaluate("document.querySelector('.sample').click()");
        page.await("document.getElementById('question').value !== ''");
        page.press("Enter");
        OPENED.awaitAnswers(1);
        assertThat(page.evaluate("document.documentElement.scrollWidth").intValue()).isEqualTo(390);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor").asString())
                .isEqualTo("rgb(19, 20, 19)");
        assertThat(
                        page.evaluate(
                                        "document.querySelector('.composer').getBoundingClientRect().bottom")
                                .doubleValue())
                .as("the question box is in view")
                .isLessThanOrEqualTo(844.5);
    }
}
