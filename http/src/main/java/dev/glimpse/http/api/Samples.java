package dev.glimpse.http.api;

import dev.glimpse.http.api.Operation.Example;
import dev.glimpse.http.wire.Json;
import java.nio.charset.StandardCharsets;

/// What examples of several operations have in common.
public final class Samples {
    /// The model that ships with Glimpse.
    public static final String MODEL = "glimpse-tiny";

    /// A red square of 8 by 8 pixels, as a data URI.
    public static final String IMAGE =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mN4ICCAFTEM"
                + "LQkANj9AAZ7SH1wAAAAASUVORK5CYII=";

    private Samples() {}

    /// An example written as JSON, in which `@IMAGE` stands for an image, `@BASE64` for its data
    /// without the beginning of a data URI, and `@MODEL` for the model.
    public static Example example(String name, String summary, String json) {
        String text =
                json.replace("@IMAGE", IMAGE)
                        .replace("@BASE64", IMAGE.substring(IMAGE.indexOf(',') + 1))
                        .replace("@MODEL", MODEL);
        return new Example(name, summary, Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// An example that is a text, as that of events.
    public static Example text(String name, String summary, String text) {
        return new Example(name, summary, Json.text(text));
    }
}
