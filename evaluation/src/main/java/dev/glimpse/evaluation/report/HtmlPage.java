package dev.glimpse.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A page of HTML that loads nothing, in light and dark, for wide and narrow screens.
final class HtmlPage {
    private HtmlPage() {}

    /// The page around its content.
    static String of(String title, Html content) {
        return new Html()
                .raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .raw(" img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", title)
                .raw("<style>" + resource("report.css") + "</style></head><body><main>")
                .element("h1", title)
                .raw(content.toString())
                .raw("</main><script>" + resource("report.js") + "</script></body></html>\n")
                .toString();
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the module lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
