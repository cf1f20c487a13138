package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.testing.Chromium;
import dev.glimpse.http.testing.DevTools;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// The page as a user has it, in Chromium. Screenshots go to `target/screenshots`.
@Tag("native")
class PageTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir private static Path folder;
    private static Service service;
    private static Chromium browser;
    private DevTools page;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Chromium.find();
        assumeTrue(
                program.isPresent(),
                "skipped: no chromium on the PATH (on Debian: apt-get install chromium)");
        Files.write(folder.resolve("green.png"), Images.disc(0x10C020));
        Files.write(folder.resolve("blue.png"), Images.disc(0x1040E0));
        Files.writeString(folder.resolve("notes.txt"), "This is not a picture.\n");
        service =
                Service.start(
                        Service.OPTIONS.withSamples(EmbeddedModel.projectRoot().resolve("samples")),
                        Service.modelOptions());
        browser = Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        page = browser.open(service.uri("/").toString());
        page.screen(1280, 800, 1, false);
        page.await("document.querySelectorAll('.sample').length > 5");
    }

    @AfterEach
    void onlyThisServerWasAskedAndNothingBroke(TestInfo test) throws Exception {
        page.screenshot(SCREENSHOTS.resolve(test.getTestMethod().orElseThrow().getName() + ".png"));
        String here = service.uri("/").toString();
        assertThat(page.requests())
                .allMatch(url -> url.startsWith(here) || url.startsWith("blob:" + here));
        assertThat(page.problems()).allMatch(problem -> problem.contains("status of 415"));
        page.close();
    }

    @Test
    void aPictureIsAskedAboutByKeyboardAlone() {
        page.press("Tab"); // the link to the question
        assertThat(focused()).isEqualTo("Skip to the question");
        page.press("Tab");
        page.press("Tab");
        assertThat(focused()).isEqualTo("Choose pictures");
        assertThat(
                        page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                                .asString())
                .as("the focus is seen")
                .isEqualTo("solid");
        page.press("Tab");
        page.press("Enter"); // on the first sample
        page.await("document.getElementById('question').value === 'What color is the circle?'");
        assertThat(page.evaluate("document.activeElement.id").asString()).isEqualTo("question");
        page.press("Enter");
        awaitAnswers(1);
        assertThat(page.text(".answer")).containsIgnoringCase("blue");
        assertThat(page.text(".legend")).contains("decode", "preprocess", "encode", "prefill");
        assertThat(page.text(".totals")).contains("in all", " of pictures)");
        page.type("What shape is in the image?");
        page.press("Enter");
        awaitAnswers(2);
        assertThat(page.evaluate("document.querySelectorAll('.asked-question').length").intValue())
                .isEqualTo(2);
        assertThat(page.evaluate("document.querySelector('[aria-live]').ariaBusy").asString(""))
                .as("complete answers are read out")
                .isNotEqualTo("true");
    }

    @Test
    void severalPicturesAreUploadedAndRemoved() {
        page.chooseFiles("#file", folder.resolve("green.png"), folder.resolve("blue.png"));
        page.await("document.querySelectorAll('.thumb-show').length === 2");
        page.evaluate("document.getElementById('question').focus()");
        page.type("What color is the circle?");
        page.press("Enter");
        awaitAnswers(1);
        assertThat(page.text(".totals")).contains("64 of pictures");
        page.evaluate("document.querySelectorAll('.thumb-remove')[1].click()");
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.type("");
        page.evaluate("document.getElementById('question').focus()");
        page.type("What color is the circle?");
        page.press("Enter");
        awaitAnswers(2);
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
        page.chooseFiles("#file", folder.resolve("notes.txt"));
        page.await("!document.getElementById('unseen').hidden");
        page.evaluate("document.getElementById('question').focus()");
        page.type("What is this?");
        page.press("Enter");
        page.await("document.querySelector('.fault')");
        assertThat(page.text(".fault"))
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
        assertThat(focused()).isEqualTo("Choose pictures");
        page.chooseFiles("#file", folder.resolve("green.png"));
        page.await("document.querySelectorAll('.thumb-show').length === 1");
        page.evaluate("document.getElementById('question').value = ''");
        page.evaluate("document.getElementById('send').click()");
        assertThat(page.text("#hint")).isEqualTo("Type a question first.");
    }

    @Test
    void anAnswerIsStopped() {
        page.evaluate("document.querySelector('.sample').click()");
        page.await("document.getElementById('question').value !== ''");
        // the page has no option that makes the model talk on
        page.evaluate(
                """
                (() => {
                  const send = window.fetch;
                  window.fetch = (url, init) => {
                    init?.body?.append('temperature', '10');
                    init?.body?.append('max_tokens', '100000');
                    init?.body?.append('seed', '7');
                    return send(url, init);
                  };
                })()\
                """);
        page.press("Enter");
        page.await("document.querySelector('.answer')?.textContent.length > 20");
        assertThat(service.underWay()).isEqualTo(1);
        page.await("!document.getElementById('stop').hidden");
        page.evaluate("document.getElementById('stop').focus()");
        page.press("Enter");
        page.await("document.querySelector('.note')?.textContent === 'Stopped.'");
        assertThat(page.evaluate("document.activeElement.id").asString()).isEqualTo("question");
        page.await("fetch('/healthz').then(r => r.json()).then(h => h.requests_under_way === 0)");
        assertThat(service.underWay()).isZero();
    }

    /// The picture in the README: `docs/images/page.png`.
    @Test
    void questionsAndAnswersStandBesideThePicture() {
        ask("two-shapes.png", "How many shapes are there?");
        ask("traffic-light.png", "What is this?");
        awaitAnswers(2);
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
        awaitAnswers(1);
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

    private void ask(String sample, String question) {
        int answers = page.evaluate("document.querySelectorAll('.timings').length").intValue();
        page.evaluate("document.querySelector('[aria-label*=\"" + sample + "\"]').click()");
        page.await("document.getElementById('picture').alt === '" + sample + "'");
        page.evaluate("document.getElementById('question').select()");
        page.type(question);
        page.press("Enter");
        awaitAnswers(answers + 1);
    }

    private void awaitAnswers(int count) {
        page.await("document.querySelectorAll('.timings').length === " + count);
    }

    private String focused() {
        return page.evaluate("document.activeElement.textContent.trim()").asString();
    }
}
