package dev.glimpse.http.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A `multipart/form-data` body, as a browser writes it.
public final class Form {
    private static final String BOUNDARY = "----glimpse-test-boundary";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public Form text(String name, String value) {
        return raw(name, "", value.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(String name, byte[] content) {
        return raw(
                name,
                "; filename=\"picture.png\"\r\nContent-Type: application/octet-stream",
                content);
    }

    /// A part with anything after its name in the header.
    public Form raw(String name, String rest, byte[] content) {
        write(
                "--"
                        + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\""
                        + name
                        + "\""
                        + rest
                        + "\r\n\r\n");
        body.writeBytes(content);
        write("\r\n");
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /// The body with its closing boundary.
    public byte[] bytes() {
        byte[] parts = body.toByteArray();
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(parts);
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return whole.toByteArray();
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
