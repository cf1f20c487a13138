package dev.glimpse.http.wire;

import dev.glimpse.http.fault.RequestException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// A `multipart/form-data` body (RFC 7578), taken apart in memory by Jetty's parser. Confined to
/// one thread.
public final class MultipartForm {
    private static final int MAX_PARTS = 256;
    private static final int MAX_HEADER_BYTES = 8192;

    private final List<FormPart> parts;

    private MultipartForm(List<FormPart> parts) {
        this.parts = parts;
    }

    /// Takes a form all of whose parts have known names.
    ///
    /// @param type the request's type, with its boundary
    /// @param allowed the names that parts may have, in the order in which messages list them
    /// @throws RequestException if the body is malformed or a part has another name
    public static MultipartForm parse(byte[] body, MediaType type, SequencedSet<String> allowed) {
        String boundary = type.parameter("boundary").orElse("");
        if (boundary.isEmpty()) {
            throw malformed("the Content-Type header has no boundary");
        }
        var collected = new Collector();
        var parser = new MultiPart.Parser(boundary, collected);
        parser.setMaxParts(MAX_PARTS);
        parser.setPartHeadersMaxLength(MAX_HEADER_BYTES);
        try {
            parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
        } catch (RuntimeException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        if (collected.failure != null) {
            throw malformed(String.valueOf(collected.failure.getMessage()));
        }
        if (!collected.complete) {
            throw malformed("the closing boundary is missing");
        }
        for (FormPart part : collected.parts) {
            if (!allowed.contains(part.name())) {
                String shown = part.name().substring(0, Math.min(40, part.name().length()));
                throw RequestException.invalid(
                        shown,
                        "part \"" + shown + "\"" + NameSuggestion.unknown(part.name(), allowed));
            }
        }
        return new MultipartForm(List.copyOf(collected.parts));
    }

    /// All parts with this name, in order.
    public List<FormPart> all(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).toList();
    }

    /// The text of the part with this name.
    ///
    /// @throws RequestException if there are two, or if it is not UTF-8
    public Optional<String> text(String name) {
        List<FormPart> found = all(name);
        if (found.size() > 1) {
            throw RequestException.invalid(
                    name, "there are " + found.size() + " parts \"" + name + "\"; send one");
        }
        return found.stream().findFirst().map(FormPart::text);
    }

    private static RequestException malformed(String detail) {
        return RequestException.invalid(
                "body", "the body is not valid multipart/form-data: " + detail);
    }

    private static final class Collector extends MultiPart.AbstractPartsListener {
        private final List<FormPart> parts = new ArrayList<>();
        private ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable Throwable failure;
        private boolean complete;

        @Override
        public void onPartContent(Content.Chunk chunk) {
            ByteBuffer bytes = chunk.getByteBuffer();
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            content.writeBytes(copy);
        }

        @Override
        public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
            String type = headers.get(HttpHeader.CONTENT_TYPE);
            parts.add(
                    new FormPart(
                            name == null ? "" : name,
                            Optional.ofNullable(fileName),
                            type == null ? "" : type.toLowerCase(Locale.ROOT),
                            content.toByteArray()));
            content = new ByteArrayOutputStream();
        }

        @Override
        public void onComplete() {
            complete = true;
        }

        @Override
        public void onFailure(Throwable cause) {
            failure = cause;
        }
    }
}
