package dev.glimpse.http.page;

import dev.glimpse.http.wire.StaticFile;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.stream.Stream;

/// The page's own files. Immutable.
public final class PageAssets {
    private static final String FOLDER = "/dev/glimpse/http/page/";

    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final List<String> SCRIPTS =
            List.of(
                    "camera.js",
                    "conversation.js",
                    "elements.js",
                    "history.js",
                    "modes.js",
                    "page.js",
                    "pictures.js",
                    "samples.js",
                    "service.js",
                    "settings.js",
                    "sight.js",
                    "timings.js");
    private static final List<Source> OTHERS =
            List.of(
                    new Source("/", "index.html", "text/html;charset=utf-8"),
                    new Source("/assets/page.css", "page.css", "text/css;charset=utf-8"),
                    new Source("/favicon.svg", "favicon.svg", "image/svg+xml"));

    private final List<Asset> assets;

    private PageAssets(List<Asset> assets) {
        this.assets = assets;
    }

    private record Source(String path, String file, String type) {}

    /// Reads the files.
    public static PageAssets load() {
        Stream<Source> scripts =
                SCRIPTS.stream().map(name -> new Source("/assets/" + name, name, SCRIPT));
        return new PageAssets(Stream.concat(OTHERS.stream(), scripts).map(Asset::load).toList());
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
