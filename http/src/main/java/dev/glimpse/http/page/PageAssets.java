package dev.glimpse.http.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The page's own files. Immutable.
public final class PageAssets {
    private static final String FOLDER = "/dev/glimpse/http/page/";
    private static final int TAG_CHARS = 16;

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
        assets.forEach(asset -> routes.get(asset.path, asset::serve));
    }

    private static final class Asset {
        private final String path;
        private final String type;
        private final byte[] content;
        private final String tag;

        private Asset(Source source, byte[] content) {
            this.path = source.path();
            this.type = source.type();
            this.content = content;
            this.tag = '"' + hash(content) + '"';
        }

        private static Asset load(Source source) {
            try (InputStream in = PageAssets.class.getResourceAsStream(FOLDER + source.file())) {
                if (in == null) {
                    throw new IllegalStateException("resource missing: " + FOLDER + source.file());
                }
                return new Asset(source, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void serve(Context ctx) {
            ctx.header("Cache-Control", "no-cache").header("ETag", tag);
            if (tag.equals(ctx.header("If-None-Match"))) {
                ctx.status(304);
            } else {
                ctx.contentType(type).result(content);
            }
        }

        private static String hash(byte[] content) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
                return HexFormat.of().formatHex(digest).substring(0, TAG_CHARS);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java platform has SHA-256
            }
        }
    }
}
