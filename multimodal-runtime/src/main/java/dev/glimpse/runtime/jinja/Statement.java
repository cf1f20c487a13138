package dev.glimpse.runtime.jinja;

import java.util.List;
import java.util.Optional;

/// A statement of a template. Immutable.
sealed interface Statement {

    record Data(Text text) implements Statement {}

    record Output(Expression value) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    record For(
            Target target,
            Expression items,
            Optional<Expression> condition,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    record Set(Target target, Expression value) implements Statement {}

    /// `{% set x %}...{% endset %}`, with the filters after the name.
    record SetBlock(Target target, Capture body) implements Statement {}

    record FilterBlock(Capture body) implements Statement {}

    /// Statements whose output a filter takes.
    ///
    /// @param filtered an expression over [#BODY]
    record Capture(List<Statement> body, Expression filtered) {
        /// The name under which the expression finds the output; no template can say it.
        static final String BODY = "<body>";
    }

    record Macro(String name, List<Parameter> parameters, List<Statement> body)
            implements Statement {}

    record Parameter(String name, Optional<Expression> fallback) {}

    /// `{% call f() %}...{% endcall %}`.
    record CallBlock(Expression.Call call, Macro caller) implements Statement {}

    record With(List<Set> bindings, List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}

    /// What can be assigned to.
    sealed interface Target {}

    record Variable(String name) implements Target {}

    record Variables(List<Target> targets, int line) implements Target {}

    /// `ns.field`.
    record Field(String namespace, String field, int line) implements Target {}
}
