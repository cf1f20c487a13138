package dev.glimpse.runtime.grammar;

import java.util.List;

/// What a grammar's rule is made of. Immutable.
public sealed interface Expression {
    /// [Repeat#most()] without end.
    int UNBOUNDED = Integer.MAX_VALUE;

    /// Nothing.
    Expression EMPTY = new Sequence(List.of());

    /// A text as it is.
    record Literal(String text) implements Expression {}

    /// One character of a set.
    record OneOf(CharacterSet characters) implements Expression {}

    /// What a rule says.
    record Reference(String rule) implements Expression {}

    /// One after the other.
    record Sequence(List<Expression> parts) implements Expression {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /// Any one of these.
    record Choice(List<Expression> options) implements Expression {
        public Choice {
            options = List.copyOf(options);
            if (options.isEmpty()) {
                throw new IllegalArgumentException("a choice needs something to choose from");
            }
        }
    }

    /// The same several times.
    ///
    /// @param most [#UNBOUNDED] or at least `least`
    record Repeat(Expression part, int least, int most) implements Expression {
        public Repeat {
            if (least < 0 || most < least) {
                throw new IllegalArgumentException(
                        "a repetition of " + least + " to " + most + " times");
            }
        }
    }

    static Expression literal(String text) {
        return new Literal(text);
    }

    static Expression sequence(Expression... parts) {
        return new Sequence(List.of(parts));
    }

    static Expression choice(Expression... options) {
        return new Choice(List.of(options));
    }

    static Expression optional(Expression part) {
        return new Repeat(part, 0, 1);
    }
}
