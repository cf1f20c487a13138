package dev.glimpse.http.testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A page in a [Chromium], with what it asked for and what went wrong in it.
public final class Tab implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    Tab(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.onRequest(request -> requests.add(request.url()));
        page.onPageError(problems::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add(message.text());
            }
        });
    }

    public Page page() {
        return page;
    }

    /// Errors on the page's console, uncaught exceptions and violations of its policy.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// Addresses of all requests that the page made.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// Runs JavaScript and returns its value as text.
    public String string(String script) {
        return String.valueOf(page.evaluate(script));
    }

    /// Runs JavaScript and returns its value.
    public double number(String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }

    /// Whether a condition holds.
    public boolean holds(String condition) {
        return (Boolean) page.evaluate("Boolean(" + condition + ")");
    }

    /// Waits until a condition holds; it is no promise.
    public void await(String condition) {
        page.waitForFunction("() => Boolean(" + condition + ")");
    }

    /// The text of the first that a selector finds.
    public String text(String selector) {
        return page.locator(selector).first().textContent();
    }

    /// Types text at once.
    public void type(String text) {
        page.keyboard().insertText(text);
    }

    /// Presses a key: `Enter`, `Tab`, `Escape`.
    public void press(String key) {
        page.keyboard().press(key);
    }

    public void choose(Path... files) {
        page.setInputFiles("#file", files);
    }

    public void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    @Override
    public void close() {
        context.close();
    }
}
