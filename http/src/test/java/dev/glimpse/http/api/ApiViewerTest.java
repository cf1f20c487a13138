package dev.glimpse.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glimpse.http.testing.Chromium;
import dev.glimpse.http.testing.Service;
import dev.glimpse.http.testing.Service.Reply;
import dev.glimpse.http.testing.Tab;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The viewer in Chromium. Screenshots go to `target/screenshots`.
@Tag("native")
class ApiViewerTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    @RegisterExtension static final Service SERVICE = Service.ofClass();

    @Test
    void theDocumentIsReadAndTriedWithNothingFromElsewhere() {
        Optional<Chromium> started = Chromium.start();
        assumeTrue(started.isPresent(), Chromium.MISSING);
        String address = SERVICE.uri("/docs").toString();
        try (Chromium browser = started.get();
                Tab page = browser.open(address)) {
            page.page().setViewportSize(1280, 1600);
            page.await("document.querySelectorAll('.opblock').length > 5");
            assertThat(page.text("#docs")).contains("/v1/vqa", "Caption an image", "OAS 3.1");
            page.screenshot(SCREENSHOTS.resolve("docs.png"));
            page.page().click("[id*=askAboutImages] button");
            page.await("document.querySelector('.execute') !== null");
            page.page().click(".execute");
            page.await("document.querySelector('.live-responses-table .response') !== null");
            assertThat(page.text(".live-responses-table .response")).contains("200", "answer");
            page.screenshot(SCREENSHOTS.resolve("docs-tried.png"));
            String here = SERVICE.uri("/").toString();
            assertThat(page.requests())
                    .allMatch(url -> url.startsWith(here) || url.startsWith("data:"));
            assertThat(page.problems()).isEmpty();
        }
    }

    @Test
    void onlyItsFilesAreThere() {
        Reply script = SERVICE.get("/docs/swagger-ui-bundle.js");
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("ETag")).isNotEmpty();
        assertThat(SERVICE.get("/docs/swagger-ui-bundle.js.LICENSE.txt").status()).isEqualTo(200);
        for (String other : new String[] {"package-info.class", "..%2Fpage%2Findex.html", "x"}) {
            assertThat(SERVICE.get("/docs/" + other).status()).as(other).isIn(400, 404);
        }
    }
}
