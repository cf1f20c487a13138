package dev.glimpse.runtime.jinja;

import java.util.List;
import java.util.Map;

/// Jinja's tests: what can follow `is`.
final class ValueTests {
    /// A test of a value.
    @FunctionalInterface
    interface ValueTest {
        boolean test(Value value, Arguments arguments, Budget budget);
    }

    static final Map<String, ValueTest> BY_NAME =
            Map.ofEntries(
                    Map.entry("defined", (v, _, _) -> !(v instanceof Value.Undefined)),
                    Map.entry("undefined", (v, _, _) -> v instanceof Value.Undefined),
                    Map.entry("none", (v, _, _) -> v instanceof Value.None),
                    Map.entry("string", (v, _, _) -> v instanceof Text),
                    Map.entry("mapping", (v, _, _) -> v instanceof Value.Mapping),
                    Map.entry("iterable", (v, _, _) -> iterable(v)),
                    Map.entry("sequence", (v, _, _) -> iterable(v)),
                    Map.entry("number", (v, _, _) -> Operators.isNumber(v)),
                    Map.entry("integer", (v, _, _) -> v instanceof Value.Int),
                    Map.entry("float", (v, _, _) -> v instanceof Value.Real),
                    Map.entry("boolean", (v, _, _) -> v instanceof Value.Bool),
                    Map.entry("true", (v, _, _) -> v.equals(new Value.Bool(true))),
                    Map.entry("false", (v, _, _) -> v.equals(new Value.Bool(false))),
                    Map.entry("callable", (v, _, _) -> v instanceof Value.Callable),
                    Map.entry("even", (v, _, _) -> Operators.integer(v) % 2 == 0),
                    Map.entry("odd", (v, _, _) -> Operators.integer(v) % 2 != 0),
                    Map.entry("divisibleby", (v, a, _) -> divisible(v, a.integer(0, "num", 1))),
                    Map.entry("upper", (v, _, b) -> isCase(v, true, b)),
                    Map.entry("lower", (v, _, b) -> isCase(v, false, b)),
                    Map.entry("sameas", (v, a, b) -> Operators.equal(v, a.require(0, "other"), b)),
                    Map.entry("in", comparison("in")),
                    Map.entry("eq", comparison("==")),
                    Map.entry("equalto", comparison("==")),
                    Map.entry("==", comparison("==")),
                    Map.entry("ne", comparison("!=")),
                    Map.entry("!=", comparison("!=")),
                    Map.entry("lt", comparison("<")),
                    Map.entry("lessthan", comparison("<")),
                    Map.entry("<", comparison("<")),
                    Map.entry("le", comparison("<=")),
                    Map.entry("<=", comparison("<=")),
                    Map.entry("gt", comparison(">")),
                    Map.entry("greaterthan", comparison(">")),
                    Map.entry(">", comparison(">")),
                    Map.entry("ge", comparison(">=")),
                    Map.entry(">=", comparison(">=")));

    private ValueTests() {}

    private static ValueTest comparison(String operator) {
        return (value, arguments, budget) ->
                Operators.compare(operator, value, arguments.require(0, "other"), budget);
    }

    private static boolean iterable(Value value) {
        return value instanceof Text
                || value instanceof Value.Sequence
                || value instanceof Value.Mapping
                || value instanceof Value.Undefined;
    }

    private static boolean divisible(Value value, long by) {
        if (by == 0) {
            throw JinjaException.failed("nothing is divisible by 0");
        }
        return Operators.integer(value) % by == 0;
    }

    private static boolean isCase(Value value, boolean upper, Budget budget) {
        var text = Printer.print(value, budget);
        boolean cased = !text.upper(budget).equals(text.lower(budget));
        return cased && text.equals(upper ? text.upper(budget) : text.lower(budget));
    }

    /// Whether a test holds whose name a template computed.
    static boolean test(String name, Value value, List<Value> arguments, Budget budget) {
        var test = BY_NAME.get(name);
        if (test == null) {
            throw JinjaException.failed("there is no test '" + name + "'");
        }
        return test.test(value, new Arguments(arguments, Map.of()), budget);
    }
}
