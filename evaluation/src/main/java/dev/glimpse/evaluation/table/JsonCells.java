package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns JSON objects into cells: texts and numbers as written, null as missing, lists as JSON. The
/// fields of an object within (as lmms-eval's `doc`) count as the row's own where it has none of
/// that name.
final class JsonCells {
    private JsonCells() {}

    /// The JSON of a text.
    ///
    /// @throws DatasetException if it is none
    static JsonNode parse(String text, String where) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new DatasetException(where + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// The cells of an object.
    static Map<String, String> of(JsonNode object, String where) {
        if (!object.isObject()) {
            throw new DatasetException(
                    where + ": found " + object.getNodeType() + "; expected an object");
        }
        var cells = new LinkedHashMap<String, String>();
        for (var field : object.properties()) {
            if (!field.getValue().isObject()) {
                put(cells, field.getKey(), field.getValue());
            }
        }
        for (var field : object.properties()) {
            if (field.getValue().isObject()) {
                field.getValue().properties().forEach(f -> put(cells, f.getKey(), f.getValue()));
            }
        }
        return cells;
    }

    private static void put(Map<String, String> cells, String name, JsonNode value) {
        if (!value.isNull()) {
            String text = value.isString() ? value.asString() : value.toString();
            cells.putIfAbsent(TableRow.column(name), text);
        }
    }
}
