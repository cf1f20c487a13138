package dev.glimpse.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.testing.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The page as axe sees it, for those who read it with other means.
@Tag("native")
class PageAccessTest {
    private static final String AXE = "axe.min.js";
    private static final String VIOLATIONS =
            "axe.run().then(found => found.violations.map(each => each.id + ': '"
                    + " + each.nodes.map(node => node.html).join(' ')).join('\\n'))";

    @RegisterExtension static final OpenPage OPENED = new OpenPage();

    private Tab page;

    @BeforeEach
    void take() {
        page = OPENED.tab();
    }

    private void assertNothingIsInTheWay() {
        if (!page.holds("window.axe")) {
            page.page().evaluate(axe());
        }
        assertThat(page.string(VIOLATIONS)).isEmpty();
    }

    @Test
    void anAnsweredQuestion() {
        assertNothingIsInTheWay();
        OPENED.ask("blue-circle.png", "What color is the circle?");
        assertNothingIsInTheWay();
    }

    @Test
    void darkOnAPhone() {
        page = OPENED.onAPhone();
        OPENED.choose("blue-circle.png");
        OPENED.mode("choices");
        OPENED.say("What color is the circle?");
        page.await("document.querySelector('.bars li')");
        assertNothingIsInTheWay();
    }

    @Test
    void theDialogs() {
        OPENED.ask("blue-circle.png", "What color is the circle?");
        OPENED.click("open-settings");
        assertNothingIsInTheWay();
        page.page().click("#settings [value=close]");
        OPENED.click("open-earlier");
        page.await("document.querySelector('.entry')");
        assertNothingIsInTheWay();
    }

    private static String axe() {
        try (InputStream axe = ClassLoader.getSystemResourceAsStream(AXE)) {
            return new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; typeof axe.run";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
