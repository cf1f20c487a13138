package dev.glimpse.runtime.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variable `loop`.
final class Loops {
    private Loops() {}

    static Value variable(List<Value> items, int index) {
        int size = items.size();
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("index", new Value.Int(index + 1L));
        fields.put("index0", new Value.Int(index));
        fields.put("revindex", new Value.Int(size - (long) index));
        fields.put("revindex0", new Value.Int(size - 1L - index));
        fields.put("first", new Value.Bool(index == 0));
        fields.put("last", new Value.Bool(index == size - 1));
        fields.put("length", new Value.Int(size));
        if (index > 0) {
            fields.put("previtem", items.get(index - 1));
        }
        if (index + 1 < size) {
            fields.put("nextitem", items.get(index + 1));
        }
        Value.Callable cycle = (arguments, _) -> cycle(arguments, index);
        fields.put("cycle", cycle);
        return Value.Mapping.of(fields);
    }

    private static Value cycle(Arguments arguments, int index) {
        if (arguments.positional().isEmpty()) {
            throw JinjaException.failed("loop.cycle() needs a value");
        }
        return arguments.positional().get(index % arguments.positional().size());
    }
}
