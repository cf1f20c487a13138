package dev.glimpse.runtime.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The functions that every template has.
final class Globals {
    /// As in jinja2's sandbox.
    private static final long MAX_RANGE = 100_000;

    private Globals() {}

    static Map<String, Value> of(Clock clock) {
        Map<String, Value> globals = new HashMap<>();
        put(globals, "range", Globals::range);
        put(globals, "namespace", Globals::namespace);
        put(
                globals,
                "dict",
                (arguments, _) -> Value.Mapping.of(new LinkedHashMap<>(arguments.named())));
        put(globals, "raise_exception", Globals::raise);
        put(
                globals,
                "strftime_now",
                (arguments, budget) ->
                        Formats.time(
                                Arguments.text(arguments.require(0, "format")),
                                ZonedDateTime.now(clock),
                                budget));
        return globals;
    }

    private static void put(Map<String, Value> globals, String name, Value.Callable function) {
        globals.put(name, function);
    }

    private static Value range(Arguments arguments, Budget budget) {
        boolean one = arguments.positional().size() == 1;
        long start = one ? 0 : arguments.integer(0, "start", 0);
        long stop = arguments.integer(one ? 0 : 1, "stop", 0);
        long step = arguments.integer(2, "step", 1);
        if (step == 0) {
            throw JinjaException.failed("range() has step 0");
        }
        var numbers = new ArrayList<Value>();
        for (long i = start; step > 0 ? i < stop : i > stop; i = Math.addExact(i, step)) {
            if (numbers.size() == MAX_RANGE) {
                throw Budget.exceeded("a range of more than " + MAX_RANGE + " numbers");
            }
            budget.steps(1);
            numbers.add(new Value.Int(i));
        }
        return new Value.Sequence(numbers);
    }

    private static Value namespace(Arguments arguments, Budget budget) {
        var namespace = new Value.Namespace();
        for (var initial : arguments.positional()) {
            if (initial instanceof Value.Mapping mapping) {
                mapping.entries()
                        .forEach((key, value) ->
                                namespace.set(Printer.print(key, budget).value(), value));
            }
        }
        arguments.named().forEach(namespace::set);
        return namespace;
    }

    private static Value raise(Arguments arguments, Budget budget) {
        var message = Printer.print(arguments.find(0, "message").orElse(Text.EMPTY), budget);
        throw new JinjaException(JinjaException.Kind.RAISED, 0, message.value());
    }
}
