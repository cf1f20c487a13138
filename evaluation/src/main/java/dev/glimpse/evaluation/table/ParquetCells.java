package dev.glimpse.evaluation.table;

import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns a row of a Parquet file into cells: texts as they are, numbers as Java and Python write
/// them, null as missing, lists as JSON; bytes as a data URI, so that nobody takes them for a name.
///
/// An image of Hugging Face's `datasets` (`struct{bytes, path}`) is its bytes, or where those are
/// null its path. The fields of other structs count as the row's own where it has none of that
/// name, as in JSON.
final class ParquetCells {
    private static final String DATA = "data:application/octet-stream;base64,";
    private static final String BYTES = "bytes";
    private static final String PATH = "path";

    private ParquetCells() {}

    static Map<String, String> of(StructAccessor row) {
        var cells = new LinkedHashMap<String, String>();
        var nested = new LinkedHashMap<String, String>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            Object value = row.isNull(i) ? null : row.getValue(i);
            if (value instanceof PqStruct struct && !isImage(struct)) {
                of(struct).forEach(nested::putIfAbsent);
            } else if (value != null) {
                JsonNode json = json(value);
                if (!json.isNull()) {
                    String text = json.isString() ? json.asString() : json.toString();
                    cells.putIfAbsent(TableRow.column(row.getFieldName(i)), text);
                }
            }
        }
        nested.forEach(cells::putIfAbsent);
        return cells;
    }

    private static boolean isImage(PqStruct struct) {
        return struct.getFieldCount() == 2
                && List.of(BYTES, PATH)
                        .containsAll(List.of(struct.getFieldName(0), struct.getFieldName(1)));
    }

    private static JsonNode json(@Nullable Object value) {
        var nodes = JsonMapper.shared().getNodeFactory();
        return switch (value) {
            case null -> nodes.nullNode();
            case byte[] bytes -> nodes.stringNode(DATA + Base64.getEncoder().encodeToString(bytes));
            case Boolean truth -> nodes.stringNode(truth ? "True" : "False");
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Float number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case PqList list -> list(list);
            case PqStruct struct -> isImage(struct) ? image(struct) : object(struct);
            default -> nodes.stringNode(value.toString());
        };
    }

    private static ArrayNode list(PqList list) {
        ArrayNode array = JsonMapper.shared().createArrayNode();
        for (int i = 0; i < list.size(); i++) {
            array.add(json(list.isNull(i) ? null : list.get(i)));
        }
        return array;
    }

    private static JsonNode image(PqStruct struct) {
        return json(struct.getValue(struct.isNull(BYTES) ? PATH : BYTES));
    }

    private static ObjectNode object(PqStruct struct) {
        ObjectNode object = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < struct.getFieldCount(); i++) {
            object.set(struct.getFieldName(i), json(struct.isNull(i) ? null : struct.getValue(i)));
        }
        return object;
    }
}
