package dev.glimpse.runtime.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs statements. Confined to one rendering.
final class Renderer {
    /// How a statement ended.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    /// What a round of a loop costs besides its body.
    private static final int LOOP_STEPS = 5;

    private final Budget budget;
    private final Evaluator evaluator;

    Renderer(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    Text render(List<Statement> statements, Scope scope) {
        var to = new TextBuilder(budget);
        run(statements, scope, to);
        return to.build();
    }

    private Flow run(List<Statement> statements, Scope scope, TextBuilder to) {
        for (var statement : statements) {
            budget.steps(1);
            var flow = run(statement, scope, to);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope, TextBuilder to) {
        return switch (statement) {
            case Statement.Data data -> written(data.text(), to);
            case Statement.Output output ->
                    written(Printer.print(evaluator.evaluate(output.value(), scope), budget), to);
            case Statement.If choice -> runIf(choice, scope, to);
            case Statement.For loop -> runFor(loop, scope, to);
            case Statement.Set set -> {
                assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
                yield Flow.ON;
            }
            case Statement.SetBlock block -> {
                assign(block.target(), capture(block.body(), scope), scope);
                yield Flow.ON;
            }
            case Statement.FilterBlock block ->
                    written(Printer.print(capture(block.body(), scope), budget), to);
            case Statement.Macro macro -> {
                scope.set(macro.name(), macro(macro, scope));
                yield Flow.ON;
            }
            case Statement.CallBlock block -> written(runCall(block, scope), to);
            case Statement.With with -> runWith(with, scope, to);
            case Statement.Break _ -> Flow.BREAK;
            case Statement.Continue _ -> Flow.CONTINUE;
        };
    }

    private static Flow written(Text text, TextBuilder to) {
        to.append(text);
        return Flow.ON;
    }

    private Flow runIf(Statement.If choice, Scope scope, TextBuilder to) {
        for (var branch : choice.branches()) {
            if (evaluator.truth(branch.condition(), scope)) {
                return run(branch.body(), scope, to);
            }
        }
        return run(choice.otherwise(), scope, to);
    }

    private Flow runFor(Statement.For loop, Scope scope, TextBuilder to) {
        var items = Operators.items(evaluator.evaluate(loop.items(), scope), budget);
        if (loop.condition().isPresent()) {
            items = filtered(loop, items, scope);
        }
        if (items.isEmpty()) {
            return run(loop.otherwise(), scope, to);
        }
        for (int i = 0; i < items.size(); i++) {
            budget.steps(LOOP_STEPS);
            var inner = scope.inner();
            inner.set("loop", Loops.variable(items, i));
            assign(loop.target(), items.get(i), inner);
            if (run(loop.body(), inner, to) == Flow.BREAK) {
                break;
            }
        }
        return Flow.ON;
    }

    private List<Value> filtered(Statement.For loop, List<Value> items, Scope scope) {
        var kept = new ArrayList<Value>();
        for (var item : items) {
            var inner = scope.inner();
            assign(loop.target(), item, inner);
            if (evaluator.truth(loop.condition().orElseThrow(), inner)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void assign(Statement.Target target, Value value, Scope scope) {
        switch (target) {
            case Statement.Variable variable -> scope.set(variable.name(), value);
            case Statement.Field field -> {
                if (!(scope.get(field.namespace()) instanceof Value.Namespace namespace)) {
                    throw JinjaException.failed("'" + field.namespace() + "' is not a namespace")
                            .at(field.line());
                }
                namespace.set(field.field(), value);
            }
            case Statement.Variables variables -> {
                var values = Operators.items(value, budget);
                if (values.size() != variables.targets().size()) {
                    throw JinjaException.failed(
                                    values.size()
                                            + " values do not go into "
                                            + variables.targets().size()
                                            + " names")
                            .at(variables.line());
                }
                for (int i = 0; i < values.size(); i++) {
                    assign(variables.targets().get(i), values.get(i), scope);
                }
            }
        }
    }

    private Value capture(Statement.Capture capture, Scope scope) {
        var inner = scope.inner();
        inner.set(Statement.Capture.BODY, render(capture.body(), scope.inner()));
        return evaluator.evaluate(capture.filtered(), inner);
    }

    private Flow runWith(Statement.With with, Scope scope, TextBuilder to) {
        var inner = scope.inner();
        for (var binding : with.bindings()) {
            assign(binding.target(), evaluator.evaluate(binding.value(), scope), inner);
        }
        return run(with.body(), inner, to);
    }

    private Text runCall(Statement.CallBlock block, Scope scope) {
        var caller = macro(block.caller(), scope);
        var callee = evaluator.evaluate(block.call().callee(), scope);
        var arguments = evaluator.arguments(block.call().arguments(), scope);
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        named.put("caller", caller);
        return Printer.print(
                evaluator.invoke(
                        callee, new Arguments(arguments.positional(), named), block.call().line()),
                budget);
    }

    /// A macro sees the names around its definition, not those of its caller.
    private Value.Callable macro(Statement.Macro macro, Scope definition) {
        return (arguments, _) -> {
            var inner = definition.inner();
            bind(macro, arguments, inner);
            budget.enterCall();
            var text = render(macro.body(), inner);
            budget.leaveCall();
            return text;
        };
    }

    private void bind(Statement.Macro macro, Arguments arguments, Scope inner) {
        var parameters = macro.parameters();
        if (arguments.positional().size() > parameters.size()) {
            throw JinjaException.failed(
                    "macro '" + macro.name() + "' takes at most " + parameters.size() + " values");
        }
        for (int i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            var given = arguments.find(i, parameter.name());
            if (given.isPresent()) {
                inner.set(parameter.name(), given.get());
            } else if (parameter.fallback().isPresent()) {
                inner.set(parameter.name(), evaluator.evaluate(parameter.fallback().get(), inner));
            } else {
                inner.set(
                        parameter.name(),
                        new Value.Undefined("parameter '" + parameter.name() + "' is missing"));
            }
        }
        for (var name : arguments.named().keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                bindExtra(macro, name, arguments, inner);
            }
        }
    }

    private static void bindExtra(
            Statement.Macro macro, String name, Arguments arguments, Scope inner) {
        if (!name.equals("caller")) {
            throw JinjaException.failed(
                    "macro '" + macro.name() + "' has no parameter '" + name + "'");
        }
        inner.set(name, arguments.named().getOrDefault(name, Value.NONE));
    }
}
