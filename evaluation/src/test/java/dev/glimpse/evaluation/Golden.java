package dev.glimpse.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the golden files; `golden/README.md` says where they come from.
public final class Golden {
    private Golden() {}

    /// The cases of a file.
    public static List<JsonNode> cases(String file) {
        return List.copyOf(file(file).values());
    }

    /// A whole file.
    public static JsonNode file(String file) {
        try (InputStream stream = Golden.class.getResourceAsStream("/golden/" + file)) {
            return JsonMapper.shared().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
