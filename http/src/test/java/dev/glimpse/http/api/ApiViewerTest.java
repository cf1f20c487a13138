package dev.glimpse.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.http.testing.Chromium;
import dev.glimpse.http.testing.DevTools;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The viewer in Chromium. Screenshots go to `target/screenshots`.
@Tag("native")
class ApiViewerTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theDocumentIsReadAndTriedWithNothingFromElsewhere(@TempDir Path folder) throws Exception {
        Optional<Path> program = Chromium.find();
        assumeTrue(
                program.isPresent(),
                "skipped: no chromium on the PATH (on Debian: apt-get install chromium)");
        Path profile = Files.createDirectory(folder.resolve("profile"));
        String address = service.uri("/docs").toString();
        try (var browser = Chromium.start(program.get(), profile);
                DevTools page = browser.open(address)) {
            page.screen(1280, 1600, 1, false);
            page.await("document.querySelectorAll('.opblock').length > 5");
            assertThat(page.text("#docs")).contains("/v1/vqa", "Caption an image", "OAS 3.1");
            page.screenshot(SCREENSHOTS.resolve("docs.png"));
            page.evaluate("document.querySelector('[id*=askAboutImages] button').click()");
            page.await("document.querySelector('.execute') !== null");
            page.evaluate("document.querySelector('.execute').click()");
            page.await("document.querySelector('.live-responses-table .response') !== null");
            assertThat(page.text(".live-responses-table .response")).contains("200", "answer");
            page.screenshot(SCREENSHOTS.resolve("docs-tried.png"));
            String here = service.uri("/").toString();
            assertThat(page.requests())
                    .allMatch(url -> url.startsWith(here) || url.startsWith("data:"));
            assertThat(page.problems()).isEmpty();
        }
    }

    @Test
    void onlyItsFilesAreThere() {
        Reply script = service.get("/docs/swagger-ui-bundle.js");
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("ETag")).isNotEmpty();
        assertThat(service.get("/docs/swagger-ui-bundle.js.LICENSE.txt").status()).isEqualTo(200);
        for (String other : new String[] {"package-info.class", "..%2Fpage%2Findex.html", "x"}) {
            assertThat(service.get("/docs/" + other).status()).as(other).isIn(400, 404);
        }
    }
}
