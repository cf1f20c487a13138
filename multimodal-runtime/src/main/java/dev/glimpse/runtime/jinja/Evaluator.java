package dev.glimpse.runtime.jinja;

import dev.glimpse.runtime.jinja.Expression.ArgumentList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes expressions. Confined to one rendering.
final class Evaluator {
    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    Value evaluate(Expression expression, Scope scope) {
        budget.steps(1);
        try {
            return compute(expression, scope);
        } catch (JinjaException e) {
            throw e.at(expression.line());
        }
    }

    boolean truth(Expression expression, Scope scope) {
        return Operators.truth(evaluate(expression, scope));
    }

    private Value compute(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list ->
                    new Value.Sequence(evaluateAll(list.items(), scope), list.tuple());
            case Expression.DictOf dict -> dict(dict, scope);
            case Expression.Attribute attribute ->
                    Lookup.attribute(evaluate(attribute.object(), scope), attribute.name());
            case Expression.Subscript subscript ->
                    Lookup.subscript(
                            evaluate(subscript.object(), scope), evaluate(subscript.key(), scope));
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Filter filter ->
                    Filters.apply(
                            filter.name(),
                            evaluate(filter.input(), scope),
                            arguments(filter.arguments(), scope),
                            budget);
            case Expression.Test test -> test(test, scope);
            case Expression.Not not -> new Value.Bool(!truth(not.operand(), scope));
            case Expression.Negative negative -> negative(evaluate(negative.operand(), scope));
            case Expression.Arithmetic arithmetic ->
                    Operators.arithmetic(
                            arithmetic.operator(),
                            evaluate(arithmetic.left(), scope),
                            evaluate(arithmetic.right(), scope),
                            budget);
            case Expression.Concatenation concatenation ->
                    TextMethods.join(Text.EMPTY, evaluateAll(concatenation.parts(), scope), budget);
            case Expression.Comparison comparison -> comparison(comparison, scope);
            case Expression.And and -> {
                var left = evaluate(and.left(), scope);
                yield Operators.truth(left) ? evaluate(and.right(), scope) : left;
            }
            case Expression.Or or -> {
                var left = evaluate(or.left(), scope);
                yield Operators.truth(left) ? left : evaluate(or.right(), scope);
            }
            case Expression.Conditional conditional -> conditional(conditional, scope);
        };
    }

    private List<Value> evaluateAll(List<Expression> expressions, Scope scope) {
        var values = new ArrayList<Value>(expressions.size());
        for (var expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Value dict(Expression.DictOf dict, Scope scope) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (var entry : dict.entries()) {
            entries.put(evaluate(entry.key(), scope), evaluate(entry.value(), scope));
        }
        return new Value.Mapping(entries);
    }

    private Value slice(Expression.Slice slice, Scope scope) {
        return Lookup.slice(
                evaluate(slice.object(), scope),
                orNone(slice.from(), scope),
                orNone(slice.to(), scope),
                orNone(slice.step(), scope),
                budget);
    }

    private Value orNone(Optional<Expression> expression, Scope scope) {
        return expression.isPresent() ? evaluate(expression.get(), scope) : Value.NONE;
    }

    Value call(Expression.Call call, Scope scope) {
        return invoke(
                evaluate(call.callee(), scope), arguments(call.arguments(), scope), call.line());
    }

    Value invoke(Value callee, Arguments arguments, int line) {
        return switch (callee) {
            case Value.Callable callable -> callable.call(arguments, budget);
            case Value.Undefined(var hint) -> throw JinjaException.failed(hint).at(line);
            case Text _,
                    Value.None _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Sequence _,
                    Value.Mapping _,
                    Value.Namespace _ ->
                    throw JinjaException.failed(Operators.typeName(callee) + " is not callable")
                            .at(line);
        };
    }

    Arguments arguments(ArgumentList list, Scope scope) {
        Map<String, Value> named = new LinkedHashMap<>();
        var positional = evaluateAll(list.positional(), scope);
        list.named().forEach((name, value) -> named.put(name, evaluate(value, scope)));
        return new Arguments(positional, named);
    }

    private Value test(Expression.Test test, Scope scope) {
        var input = evaluate(test.input(), scope);
        var arguments = arguments(test.arguments(), scope);
        return new Value.Bool(ValueTests.test(test.name(), input, arguments.positional(), budget));
    }

    private static Value negative(Value value) {
        return value instanceof Value.Real real
                ? new Value.Real(-real.value())
                : new Value.Int(-Operators.integer(value));
    }

    private Value comparison(Expression.Comparison comparison, Scope scope) {
        var left = evaluate(comparison.first(), scope);
        for (var comparand : comparison.rest()) {
            var right = evaluate(comparand.value(), scope);
            if (!Operators.compare(comparand.operator(), left, right, budget)) {
                return new Value.Bool(false);
            }
            left = right;
        }
        return new Value.Bool(true);
    }

    private Value conditional(Expression.Conditional conditional, Scope scope) {
        if (truth(conditional.condition(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        return conditional.otherwise().isPresent()
                ? evaluate(conditional.otherwise().get(), scope)
                : new Value.Undefined("the condition is false and there is no else");
    }
}
