package dev.glimpse.runtime.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An expression of a template. Immutable.
sealed interface Expression {
    /// Its line in the template, from 1.
    int line();

    record Literal(Value value, int line) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListOf(List<Expression> items, boolean tuple, int line) implements Expression {}

    record DictOf(List<Entry> entries, int line) implements Expression {}

    record Entry(Expression key, Expression value) {}

    record Attribute(Expression object, String name, int line) implements Expression {}

    record Subscript(Expression object, Expression key, int line) implements Expression {}

    record Slice(
            Expression object,
            Optional<Expression> from,
            Optional<Expression> to,
            Optional<Expression> step,
            int line)
            implements Expression {}

    record Call(Expression callee, ArgumentList arguments, int line) implements Expression {}

    record Filter(Expression input, String name, ArgumentList arguments, int line)
            implements Expression {}

    record Test(Expression input, String name, ArgumentList arguments, int line)
            implements Expression {}

    record Not(Expression operand, int line) implements Expression {}

    record Negative(Expression operand, int line) implements Expression {}

    record Arithmetic(String operator, Expression left, Expression right, int line)
            implements Expression {}

    record Concatenation(List<Expression> parts, int line) implements Expression {}

    /// `a < b < c`.
    record Comparison(Expression first, List<Comparand> rest, int line) implements Expression {}

    record Comparand(String operator, Expression value) {}

    record And(Expression left, Expression right, int line) implements Expression {}

    record Or(Expression left, Expression right, int line) implements Expression {}

    record Conditional(
            Expression then, Expression condition, Optional<Expression> otherwise, int line)
            implements Expression {}

    record ArgumentList(List<Expression> positional, Map<String, Expression> named) {
        static final ArgumentList NONE = new ArgumentList(List.of(), Map.of());
    }
}
