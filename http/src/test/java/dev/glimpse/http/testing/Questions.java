package dev.glimpse.http.testing;

import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Bodies of `POST /v1/vqa`. Without JUnit, so that benchmarks have them too.
public final class Questions {
    private Questions() {}

    /// A JSON body with one image and a question.
    public static ObjectNode about(byte[] image, String question) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putArray("images").add(Base64.getEncoder().encodeToString(image));
        return body.put("question", question);
    }

    /// A question whose answer runs on for as long as the context lasts: every token is as likely
    /// as any other, so the end of the turn hardly ever comes up.
    public static ObjectNode endless(byte[] image) {
        return about(image, "What is this?")
                .put("temperature", 10)
                .put("max_tokens", 100_000)
                .put("seed", 7);
    }
}
