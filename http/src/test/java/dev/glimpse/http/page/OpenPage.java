package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import dev.glimpse.bindings.testing.AviFile;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.testing.Chromium;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Tab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The page of a running service in Chromium, opened anew for each test. After each one there is a
/// screenshot in `target/screenshots`, no other server was asked, and nothing broke.
final class OpenPage
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private Path folder;
    private Service service;
    private Chromium browser;
    private Tab page;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Optional<Chromium> started = Chromium.start();
        assumeTrue(started.isPresent(), Chromium.MISSING);
        browser = started.get();
        folder = Files.createTempDirectory("page");
        Files.write(folder.resolve("green.png"), Images.disc(0x10C020));
        Files.write(folder.resolve("blue.png"), Images.disc(0x1040E0));
        Files.write(folder.resolve("wide.png"), Images.plain(1200, 400, 0x3060A0));
        Files.write(
                folder.resolve("film.avi"),
                AviFile.of(64, 64, Collections.nCopies(4, new byte[64 * 64 * 3]), 2));
        Files.writeString(folder.resolve("notes.txt"), "This is not a picture.\n");
        service =
                Service.start(
                        Service.OPTIONS.withSamples(
                                EmbeddedModel.projectRoot().resolve("samples")));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.close();
        }
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> {
                        try {
                            Files.delete(path);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        page = browser.open(service.uri("/").toString());
        awaitSamples();
    }

    /// Opens the page anew, on a phone in the dark.
    Tab onAPhone() {
        page.close();
        page =
                browser.open(
                        service.uri("/").toString(),
                        new Browser.NewContextOptions()
                                .setViewportSize(390, 844)
                                .setDeviceScaleFactor(2)
                                .setIsMobile(true)
                                .setHasTouch(true)
                                .setColorScheme(ColorScheme.DARK));
        awaitSamples();
        return page;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        String name = context.getRequiredTestMethod().getName();
        page.screenshot(SCREENSHOTS.resolve(name + ".png"));
        String here = service.uri("/").toString();
        assertThat(page.requests())
                .allMatch(url ->
                        url.startsWith(here)
                                || url.startsWith("blob:" + here)
                                || url.startsWith("data:"));
        assertThat(page.problems()).allMatch(problem -> problem.contains("status of 4"));
        page.close();
    }

    Tab tab() {
        return page;
    }

    Service service() {
        return service;
    }

    /// A file made for the tests: `green.png`, `blue.png`, `wide.png`, `film.avi`, `notes.txt`.
    Path file(String name) {
        return folder.resolve(name);
    }

    void reload() {
        page.page().navigate(service.uri("/?again=" + System.nanoTime()).toString());
        awaitSamples();
    }

    private void awaitSamples() {
        page.await("document.querySelectorAll('.sample').length > 5");
    }

    /// Takes a sample picture and asks about it.
    void ask(String sample, String question) {
        int answers = answers();
        choose(sample);
        say(question);
        awaitAnswers(answers + 1);
    }

    /// Takes a sample picture.
    void choose(String sample) {
        page.page().click("[aria-label*=\"" + sample + "\"]");
        page.await("document.getElementById('picture').alt === '" + sample + "'");
    }

    /// Types a question instead of what is there, and sends it.
    void say(String question) {
        page.page().locator("#question").selectText();
        page.type(question);
        page.press("Enter");
    }

    void mode(String kind) {
        page.page().click("label:has(input[name=mode][value=" + kind + "])");
    }

    int answers() {
        return (int) page.number("document.querySelectorAll('.timings').length");
    }

    void awaitAnswers(int count) {
        page.await("document.querySelectorAll('.timings').length === " + count);
    }

    /// The last answer's text.
    String lastAnswer() {
        return page.string("[...document.querySelectorAll('.answer')].at(-1).textContent");
    }

    void click(String id) {
        page.page().click("#" + id);
    }

    /// The text of what has the focus.
    String focused() {
        return page.string("document.activeElement.textContent.trim()");
    }
}
