package dev.glimpse.http.page;

import dev.glimpse.http.wire.StaticFile;
import io.javalin.config.RoutesConfig;
import java.util.List;

/// The page's own files. Immutable.
public final class PageAssets {
    private static final String FOLDER = "/dev/glimpse/http/page/";

    private static final List<Source> SOURCES =
            List.of(
                    new Source("/", "index.html", "text/html;charset=utf-8"),
                    new Source("/assets/page.css", "page.css", "text/css;charset=utf-8"),
                    new Source("/assets/page.js", "page.js", "text/javascript;charset=utf-8"),
                    new Source(
                            "/assets/elements.js", "elements.js", "text/javascript;charset=utf-8"),
                    new Source("/assets/ask.js", "ask.js", "text/javascript;charset=utf-8"),
                    new Source(
                            "/assets/pictures.js", "pictures.js", "text/javascript;charset=utf-8"),
                    new Source(
                            "/assets/conversation.js",
                            "conversation.js",
                            "text/javascript;charset=utf-8"),
                    new Source("/favicon.svg", "favicon.svg", "image/svg+xml"));

    private final List<Asset> assets;

    private PageAssets(List<Asset> assets) {
        this.assets = assets;
    }

    private record Source(String path, String file, String type) {}

    /// Reads the files.
    public static PageAssets load() {
        return new PageAssets(SOURCES.stream().map(Asset::load).toList());
    }

    public void addTo(RoutesConfig routes) {
        assets.forEach(asset -> routes.get(asset.path(), asset.file()::serve));
    }

    private record Asset(String path, StaticFile file) {
        static Asset load(Source source) {
            return new Asset(source.path(), StaticFile.load(FOLDER + source.file(), source.type()));
        }
    }
}
