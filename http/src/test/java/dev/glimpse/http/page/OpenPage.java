package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.http.testing.Chromium;
import dev.glimpse.http.testing.DevTools;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private DevTools page;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Optional<Path> program = Chromium.find();
        assumeTrue(
                program.isPresent(),
                "skipped: no chromium on the PATH (on Debian: apt-get install chromium)");
        folder = Files.createTempDirectory("page");
        Files.write(folder.resolve("green.png"), Images.disc(0x10C020));
        Files.write(folder.resolve("blue.png"), Images.disc(0x1040E0));
        Files.write(folder.resolve("wide.png"), Images.plain(1200, 400, 0x3060A0));
        Files.writeString(folder.resolve("notes.txt"), "This is not a picture.\n");
        service =
                Service.start(
                        Service.OPTIONS.withSamples(EmbeddedModel.projectRoot().resolve("samples")),
                        Service.modelOptions());
        browser = Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")));
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
    public void beforeEach(ExtensionContext context) throws Exception {
        page = browser.open(service.uri("/").toString());
        page.screen(1280, 800, 1, false);
        awaitSamples();
        // A profile is kept from test to test.
        page.evaluate(
                """
                localStorage.clear();
                new Promise(done => {
                  const opened = indexedDB.open('glimpse', 1);
                  opened.onsuccess = () => {
                    const cleared = opened.result.transaction('conversations', 'readwrite')
                      .objectStore('conversations').clear();
                    cleared.onsuccess = () => { opened.result.close(); done(); };
                  };
                })\
                """);
        reload();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
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

    DevTools tools() {
        return page;
    }

    Service service() {
        return service;
    }

    /// A file made for the tests: `green.png`, `blue.png`, `wide.png`, `notes.txt`.
    Path file(String name) {
        return folder.resolve(name);
    }

    void reload() {
        page.navigate(service.uri("/?again=" + System.nanoTime()).toString());
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
        page.evaluate("document.querySelector('[aria-label*=\"" + sample + "\"]').click()");
        page.await("document.getElementById('picture').alt === '" + sample + "'");
    }

    /// Types a question instead of what is there, and sends it.
    void say(String question) {
        page.evaluate("document.getElementById('question').select()");
        page.type(question);
        page.press("Enter");
    }

    void mode(String kind) {
        page.evaluate("document.querySelector('input[name=mode][value=" + kind + "]').click()");
    }

    int answers() {
        return page.evaluate("document.querySelectorAll('.timings').length").intValue();
    }

    void awaitAnswers(int count) {
        page.await("document.querySelectorAll('.timings').length === " + count);
    }

    /// The last answer's text.
    String lastAnswer() {
        return page.evaluate("[...document.querySelectorAll('.answer')].at(-1).textContent")
                .asString();
    }

    void click(String id) {
        page.evaluate("document.getElementById('" + id + "').click()");
    }

    /// The text of what has the focus.
    String focused() {
        return page.evaluate("document.activeElement.textContent.trim()").asString();
    }
}
