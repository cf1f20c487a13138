package dev.glimpse.http.api;

import dev.glimpse.http.wire.StaticFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The page at `/docs` on which the document is read and tried: Swagger UI, whose files the build
/// takes from its WebJar. A file is read when it is first asked for. Thread-safe by a concurrent
/// map.
public final class ApiViewer {
    private static final String FOLDER = "/dev/glimpse/http/docs/";
    private static final String INDEX = "index.html";
    private static final Map<String, String> TYPES =
            Map.of(
                    INDEX,
                    "text/html;charset=utf-8",
                    "docs.js",
                    "text/javascript;charset=utf-8",
                    "docs.css",
                    "text/css;charset=utf-8",
                    "swagger-ui-bundle.js",
                    "text/javascript;charset=utf-8",
                    "swagger-ui-bundle.js.LICENSE.txt",
                    "text/plain;charset=utf-8",
                    "swagger-ui.css",
                    "text/css;charset=utf-8");

    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    public void addTo(RoutesConfig routes) {
        routes.get("/docs", ctx -> serve(INDEX, ctx));
        routes.get("/docs/{file}", ctx -> serve(ctx.pathParam("file"), ctx));
    }

    private void serve(String name, Context ctx) {
        String type = TYPES.get(name);
        if (type == null) {
            throw new NotFoundResponse();
        }
        files.computeIfAbsent(name, file -> StaticFile.load(FOLDER + file, type)).serve(ctx);
    }
}
