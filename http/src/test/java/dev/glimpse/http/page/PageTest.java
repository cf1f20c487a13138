package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Tab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The page as a user has it, in Chromium. See [OpenPage].
@Tag("native")
class PageTest {
    @RegisterExtension static final OpenPage OPENED = new OpenPage();

    private Tab page;

    @BeforeEach
    void take() {
        page = OPENED.tab();
    }

    @Test
    void aPictureIsAskedAboutByKeyboardAlone() {
        page.press("Tab"); // the link to the question
        assertThat(OPENED.focused()).isEqualTo("Skip to the question");
        for (String next : List.of("Glimpse", "Earlier", "Settings", "API", "Choose pictures")) {
            page.press("Tab");
            assertThat(OPENED.focused()).isEqualTo(next);
        }
        assertThat(page.string("getComputedStyle(document.activeElement).outlineStyle"))
                .as("the focus is seen")
                .isEqualTo("solid");
        page.press("Tab");
        assertThat(OPENED.focused()).isEqualTo("Use the camera");
        page.press("Tab");
        page.press("Enter"); // on the first sample
        page.await("document.getElementById('question').value === 'What color is the circle?'");
        assertThat(page.string("document.activeElement.id")).isEqualTo("question");
        page.press("Enter");
        OPENED.awaitAnswers(1);
        assertThat(page.text(".answer")).containsIgnoringCase("blue");
        assertThat(page.text(".legend")).contains("decode", "preprocess", "encode", "prefill");
        assertThat(page.text(".totals")).contains("in all", " of pictures)");
        page.type("What shape is in the image?");
        page.press("Enter");
        OPENED.awaitAnswers(2);
        assertThat((int) page.number("document.querySelectorAll('.asked-question').length"))
                .isEqualTo(2);
        assertThat(page.string("document.querySelector('[aria-live]').ariaBusy"))
                .as("complete answers are read out")
                .isNotEqualTo("true");
    }

    @Test
    void severalPicturesAreUploadedAndRemoved() {
        page.choose(OPENED.file("green.png"), OPENED.file("blue.png"));
        page.await("document.querySelectorAll('.thumb-show').length === 2");
        page.page().focus("#question");
        page.type("What color is the circle?");
        page.press("Enter");
        OPENED.awaitAnswers(1);
        assertThat(page.text(".totals")).contains("64 of pictures");
        page.page().locator(".thumb-remove").nth(1).click();
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.type("");
        page.page().focus("#question");
        page.type("What color is the circle?");
        page.press("Enter");
        OPENED.awaitAnswers(2);
        assertThat(page.string("[...document.querySelectorAll('.answer')].at(-1).textContent"))
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
        page.page()
                .evaluate(
                        carry.replace(
                                "EVENT", "new ClipboardEvent('paste', { clipboardData: data })"));
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.page()
                .evaluate(carry.replace("EVENT", "new DragEvent('drop', { dataTransfer: data })"));
        page.await("document.querySelectorAll('.thumb-show').length === 2");
        page.await("document.getElementById('picture').naturalWidth > 0");
    }

    /// Recorded here by the browser; its file says neither its length nor its number of frames.
    @Test
    void aVideoIsPlayedAndAskedAbout() {
        page.page()
                .evaluate(
                        """
                        (async () => {
                          const canvas = Object.assign(document.createElement('canvas'), { width: 128, height: 128 });
                          const paint = canvas.getContext('2d');
                          const draw = () => {
                            paint.fillStyle = '#fff';
                            paint.fillRect(0, 0, 128, 128);
                            paint.fillStyle = '#e01010';
                            paint.beginPath();
                            paint.arc(64, 64, 40, 0, 7);
                            paint.fill();
                          };
                          draw();
                          const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
                          const parts = [];
                          recorder.ondataavailable = (event) => parts.push(event.data);
                          const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
                          recorder.start();
                          for (let frame = 0; frame < 60; frame++) {
                            await new Promise(requestAnimationFrame);
                            draw();
                          }
                          recorder.stop();
                          await stopped;
                          const data = new DataTransfer();
                          data.items.add(new File(parts, 'film.webm', { type: 'video/webm' }));
                          dispatchEvent(new DragEvent('drop', { dataTransfer: data }));
                        })()\
                        """);
        page.await("document.getElementById('film').videoWidth === 128");
        page.await("document.querySelector('.thumb-show video').readyState >= 2");
        assertThat(page.holds("document.getElementById('see').hidden")).isTrue();
        OPENED.say("What color is the circle?");
        OPENED.awaitAnswers(1);
        assertThat(OPENED.lastAnswer()).containsIgnoringCase("red");
        OPENED.mode("json");
        OPENED.say("What color is the circle?");
        OPENED.awaitAnswers(2);
        OPENED.mode("caption");
        page.page().click("#send");
        assertThat(page.text("#hint")).startsWith("Captions are of pictures");
        OPENED.mode("ask");
    }

    @Test
    void aVideoThatCannotBePlayedHereIsAskedAbout() {
        page.choose(OPENED.file("film.avi"));
        page.await("!document.getElementById('unseen').hidden");
        assertThat(page.text("#unseen")).startsWith("film.avi cannot be shown here.");
        OPENED.say("What is this?");
        OPENED.awaitAnswers(1);
        assertThat(page.text(".totals")).contains("64 of pictures");
    }

    @Test
    void theServersErrorIsShown() {
        page.choose(OPENED.file("notes.txt"));
        page.await("!document.getElementById('unseen').hidden");
        page.page().focus("#question");
        page.type("What is this?");
        page.press("Enter");
        page.await("document.querySelector('.turn .fault')");
        assertThat(page.text(".turn .fault"))
                .contains("file is text; allowed: JPEG")
                .contains("Request ");
        assertThat(page.holds("document.getElementById('send').hidden")).isFalse();
    }

    @Test
    void nothingIsAskedWithoutAPictureOrAQuestion() {
        page.page().focus("#question");
        page.type("What is this?");
        page.press("Enter");
        assertThat(page.text("#hint")).isEqualTo("Add a picture first.");
        assertThat(OPENED.focused()).isEqualTo("Choose pictures");
        page.choose(OPENED.file("green.png"));
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.page().fill("#question", "");
        page.page().click("#send");
        assertThat(page.text("#hint")).isEqualTo("Type a question first.");
    }

    @Test
    void anAnswerIsStopped() {
        page.page().click(".sample");
        page.await("document.getElementById('question').value !== ''");
        // at random, and long enough to be stopped
        page.page().click("#open-settings");
        page.page().fill("#tokens", "100000");
        page.page().fill("#temperature", "10");
        page.page().fill("#seed", "7");
        page.page().click("#settings [value=close]");
        page.page().focus("#question");
        page.press("Enter");
        page.await("document.querySelector('.answer')?.textContent.length > 20");
        assertThat(OPENED.service().underWay()).isEqualTo(1);
        page.await("!document.getElementById('stop').hidden");
        page.page().focus("#stop");
        page.press("Enter");
        page.await("document.querySelector('.note')?.textContent === 'Stopped.'");
        assertThat(page.string("document.activeElement.id")).isEqualTo("question");
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (OPENED.service().underWay() > 0) {
            assertThat(System.nanoTime()).as("it goes on").isLessThan(limit);
        }
    }

    /// The picture in the README: `docs/images/page.png`.
    @Test
    void questionsAndAnswersStandBesideThePicture() {
        OPENED.ask("two-shapes.png", "How many shapes are there?");
        OPENED.ask("traffic-light.png", "What is this?");
        OPENED.awaitAnswers(2);
        assertThat(
                        page.holds(
                                "[...document.querySelectorAll('.answer')]"
                                        + ".every(answer => answer.textContent.length > 0)"))
                .isTrue();
        assertThat(page.string("document.getElementById('picture').alt"))
                .isEqualTo("traffic-light.png");
    }

    @Test
    void aPhoneHasOneColumn() throws Exception {
        page = OPENED.onAPhone();
        page.page().click(".sample");
        page.await("document.getElementById('question').value !== ''");
        page.press("Enter");
        OPENED.awaitAnswers(1);
        assertThat((int) page.number("document.documentElement.scrollWidth")).isEqualTo(390);
        assertThat(page.string("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(19, 20, 19)");
        assertThat(
                        page.number(
                                "document.querySelector('.composer').getBoundingClientRect().bottom"))
                .as("the question box is in view")
                .isLessThanOrEqualTo(844.5);
    }
}
