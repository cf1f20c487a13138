package dev.glimpse.evaluation.report;

import dev.glimpse.evaluation.benchmark.Comparison;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A comparison as JSON. Shares are 0 to 1.
public final class ComparisonJson {
    private ComparisonJson() {}

    /// One object on one line.
    ///
    /// @param judge whose marks it was made by, if by a judge's
    /// @param notes what a reader should know
    public static String of(Comparison comparison, Optional<String> judge, List<String> notes) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("units", comparison.units());
        json.put("both", comparison.both());
        json.put("neither", comparison.neither());
        json.put("difference", comparison.difference());
        json.put("test", "mcnemar-exact");
        json.put("p", comparison.test().pValue());
        add(json.putArray("only_first"), comparison.onlyFirst());
        add(json.putArray("only_second"), comparison.onlySecond());
        judge.ifPresent(name -> json.put("judge", name));
        notes.forEach(json.putArray("notes")::add);
        return json.toString();
    }

    private static void add(ArrayNode json, List<Comparison.Unit> units) {
        units.forEach(unit -> json.add(unit.name()));
    }
}
