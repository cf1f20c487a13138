package dev.glimpse.cli.process;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON object as the paths of its scalars: `usage.prompt_tokens` to `37`.
final class JsonPaths {
    private JsonPaths() {}

    static Map<String, String> of(String json) {
        var paths = new TreeMap<String, String>();
        try (JsonParser parser =
                JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    String path = parser.streamReadContext().pathAsPointer().toString();
                    paths.put(path.substring(1).replace('/', '.'), parser.getString());
                }
            }
        }
        return paths;
    }
}
