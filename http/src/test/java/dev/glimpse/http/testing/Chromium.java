package dev.glimpse.http.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A headless Chromium of this machine, driven by Playwright on this machine's Node. Confined to
/// one thread, as Playwright is.
public final class Chromium implements AutoCloseable {
    /// Why tests that need one are skipped where there is none.
    public static final String MISSING =
            "skipped: no chromium or no node on the PATH (on Debian: apt-get install chromium"
                    + " nodejs)";

    private static final List<String> FLAGS =
            List.of(
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--force-color-profile=srgb",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Starts one, if this machine has it.
    @SuppressWarnings("MustBeClosed") // closed by the test
    public static Optional<Chromium> start() {
        return onPath("chromium", "chromium-browser", "google-chrome")
                .flatMap(program -> onPath("node").map(node -> start(program, node)));
    }

    private static Chromium start(Path program, Path node) {
        var environment =
                Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1");
        Playwright playwright =
                Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        try {
            return new Chromium(
                    playwright,
                    playwright
                            .chromium()
                            .launch(
                                    new BrowserType.LaunchOptions()
                                            .setExecutablePath(program)
                                            .setArgs(FLAGS)));
        } catch (RuntimeException | Error e) {
            playwright.close();
            throw e;
        }
    }

    private static Optional<Path> onPath(String... names) {
        return Stream.of(names)
                .flatMap(name ->
                        Stream.of(System.getenv("PATH").split(":", -1))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Opens a tab with a profile of its own, as of a screen of 1280 by 800.
    @SuppressWarnings("MustBeClosed") // closed by the test
    public Tab open(String url) {
        return open(url, new Browser.NewContextOptions().setViewportSize(1280, 800));
    }

    /// Opens a tab with a profile of its own.
    @SuppressWarnings("MustBeClosed") // closed by the test
    public Tab open(String url, Browser.NewContextOptions options) {
        var tab = new Tab(browser.newContext(options.setPermissions(List.of("camera"))));
        tab.page().navigate(url);
        return tab;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
