package dev.glimpse.http.wire;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file of this module's resources, kept in memory and served as it is. Immutable, thread-safe.
public final class StaticFile {
    private static final int TAG_CHARS = 16;

    private final String type;
    private final byte[] content;
    private final String tag;

    private StaticFile(String type, byte[] content) {
        this.type = type;
        this.content = content;
        this.tag = '"' + hash(content) + '"';
    }

    /// Reads a file.
    ///
    /// @param resource its absolute name: `/dev/glimpse/http/page/index.html`
    /// @param type its media type
    /// @throws IllegalStateException if it is missing, which the build should have seen to
    public static StaticFile load(String resource, String type) {
        try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + resource);
            }
            return new StaticFile(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers with the file, or that it has not changed.
    public void serve(Context ctx) {
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
