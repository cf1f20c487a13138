package dev.glimpse.runtime.jinja;

import dev.glimpse.runtime.jinja.Expression.ArgumentList;
import dev.glimpse.runtime.jinja.Expression.Comparand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads expressions with jinja2's precedence (`parser.py`, 3.1), from `if` down to subscripts.
/// Confined to one compilation.
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenCursor tokens;

    ExpressionParser(TokenCursor tokens) {
        this.tokens = tokens;
    }

    /// An expression, or several with commas between, which are a tuple.
    Expression parseTuple() {
        int line = tokens.line();
        var first = parse();
        if (!tokens.peek().isOperator(",")) {
            return first;
        }
        var items = new ArrayList<Expression>(List.of(first));
        while (tokens.takeIfOperator(",") && !atEndOfTuple()) {
            items.add(parse());
        }
        return new Expression.ListOf(List.copyOf(items), true, line);
    }

    private boolean atEndOfTuple() {
        var next = tokens.peek();
        return next.is(Token.Kind.OUTPUT_END)
                || next.is(Token.Kind.BLOCK_END)
                || next.isOperator(")");
    }

    Expression parse() {
        tokens.enter();
        int line = tokens.line();
        var expression = parseOr();
        while (tokens.takeIfName("if")) {
            var condition = parseOr();
            Optional<Expression> otherwise =
                    tokens.takeIfName("else") ? Optional.of(parse()) : Optional.empty();
            expression = new Expression.Conditional(expression, condition, otherwise, line);
        }
        tokens.leave();
        return expression;
    }

    /// An expression without `if`, as in `for x in y if z`.
    Expression parseOr() {
        int line = tokens.line();
        var left = parseAnd();
        while (tokens.takeIfName("or")) {
            left = new Expression.Or(left, parseAnd(), line);
        }
        return left;
    }

    private Expression parseAnd() {
        int line = tokens.line();
        var left = parseNot();
        while (tokens.takeIfName("and")) {
            left = new Expression.And(left, parseNot(), line);
        }
        return left;
    }

    private Expression parseNot() {
        int line = tokens.line();
        if (!tokens.takeIfName("not")) {
            return parseComparison();
        }
        tokens.enter();
        var operand = parseNot();
        tokens.leave();
        return new Expression.Not(operand, line);
    }

    private Expression parseComparison() {
        int line = tokens.line();
        var first = parseSum();
        var rest = new ArrayList<Comparand>();
        while (true) {
            var next = tokens.peek();
            if (next.is(Token.Kind.OPERATOR) && COMPARISONS.contains(next.text())) {
                rest.add(new Comparand(tokens.take().text(), parseSum()));
            } else if (tokens.takeIfName("in")) {
                rest.add(new Comparand("in", parseSum()));
            } else if (next.isName("not") && tokens.peekSecond().isName("in")) {
                tokens.take();
                tokens.take();
                rest.add(new Comparand("not in", parseSum()));
            } else {
                return rest.isEmpty()
                        ? first
                        : new Expression.Comparison(first, List.copyOf(rest), line);
            }
        }
    }

    private Expression parseSum() {
        var left = parseConcatenation();
        while (tokens.peek().isOperator("+") || tokens.peek().isOperator("-")) {
            var operator = tokens.take();
            left =
                    new Expression.Arithmetic(
                            operator.text(), left, parseConcatenation(), operator.line());
        }
        return left;
    }

    private Expression parseConcatenation() {
        int line = tokens.line();
        var parts = new ArrayList<Expression>(List.of(parseProduct()));
        while (tokens.takeIfOperator("~")) {
            parts.add(parseProduct());
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Expression.Concatenation(List.copyOf(parts), line);
    }

    private Expression parseProduct() {
        var left = parsePower();
        while (Set.of("*", "/", "//", "%").contains(tokens.peek().text())
                && tokens.peek().is(Token.Kind.OPERATOR)) {
            var operator = tokens.take();
            left = new Expression.Arithmetic(operator.text(), left, parsePower(), operator.line());
        }
        return left;
    }

    private Expression parsePower() {
        var left = parseUnary(true);
        while (tokens.peek().isOperator("**")) {
            int line = tokens.take().line();
            left = new Expression.Arithmetic("**", left, parseUnary(true), line);
        }
        return left;
    }

    private Expression parseUnary(boolean filtered) {
        int line = tokens.line();
        tokens.enter();
        Expression expression;
        if (tokens.takeIfOperator("-")) {
            expression = new Expression.Negative(parseUnary(false), line);
        } else if (tokens.takeIfOperator("+")) {
            expression = parseUnary(false);
        } else {
            expression = parsePrimary();
        }
        expression = parsePostfix(expression);
        tokens.leave();
        return filtered ? parseFilters(expression) : expression;
    }

    private Expression parsePrimary() {
        var token = tokens.take();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> {
                var text = new StringBuilder(token.text());
                while (tokens.peek().is(Token.Kind.STRING)) {
                    text.append(tokens.take().text());
                }
                yield new Expression.Literal(Text.of(text.toString()), line);
            }
            case INTEGER -> new Expression.Literal(integer(token), line);
            case REAL ->
                    new Expression.Literal(new Value.Real(Double.parseDouble(token.text())), line);
            case OPERATOR -> bracketed(token);
            case DATA, BLOCK_BEGIN, BLOCK_END, OUTPUT_BEGIN, OUTPUT_END, END ->
                    throw JinjaException.syntax(
                            line, "expected an expression, found " + token.described());
        };
    }

    private static Value integer(Token token) {
        try {
            return new Value.Int(Long.parseLong(token.text()));
        } catch (NumberFormatException e) {
            throw JinjaException.syntax(token.line(), "the number " + token.text() + " is too big");
        }
    }

    private static Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Literal(new Value.Bool(true), token.line());
            case "false", "False" -> new Expression.Literal(new Value.Bool(false), token.line());
            case "none", "None" -> new Expression.Literal(Value.NONE, token.line());
            default -> new Expression.Name(token.text(), token.line());
        };
    }

    private Expression bracketed(Token open) {
        return switch (open.text()) {
            case "(" -> {
                if (tokens.takeIfOperator(")")) {
                    yield new Expression.ListOf(List.of(), true, open.line());
                }
                var inner = parseTuple();
                tokens.expectOperator(")");
                yield inner;
            }
            case "[" -> list(open.line());
            case "{" -> dict(open.line());
            default ->
                    throw JinjaException.syntax(
                            open.line(), "expected an expression, found " + open.described());
        };
    }

    private Expression list(int line) {
        var items = new ArrayList<Expression>();
        while (!tokens.takeIfOperator("]")) {
            items.add(parse());
            if (!tokens.peek().isOperator("]")) {
                tokens.expectOperator(",");
            }
        }
        return new Expression.ListOf(List.copyOf(items), false, line);
    }

    private Expression dict(int line) {
        var entries = new ArrayList<Expression.Entry>();
        while (!tokens.takeIfOperator("}")) {
            var key = parse();
            tokens.expectOperator(":");
            entries.add(new Expression.Entry(key, parse()));
            if (!tokens.peek().isOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        return new Expression.DictOf(List.copyOf(entries), line);
    }

    /// Attributes, subscripts and calls.
    private Expression parsePostfix(Expression start) {
        var expression = start;
        while (true) {
            int line = tokens.line();
            if (tokens.takeIfOperator(".")) {
                expression = dotted(expression, line);
            } else if (tokens.takeIfOperator("[")) {
                expression = subscript(expression, line);
            } else if (tokens.takeIfOperator("(")) {
                expression = new Expression.Call(expression, arguments(), line);
            } else {
                return expression;
            }
        }
    }

    private Expression dotted(Expression object, int line) {
        return tokens.peek().is(Token.Kind.INTEGER)
                ? new Expression.Subscript(
                        object, new Expression.Literal(integer(tokens.take()), line), line)
                : new Expression.Attribute(object, tokens.expectAnyName(), line);
    }

    private Expression subscript(Expression object, int line) {
        Optional<Expression> from =
                tokens.peek().isOperator(":") ? Optional.empty() : Optional.of(parse());
        if (from.isPresent() && tokens.takeIfOperator("]")) {
            return new Expression.Subscript(object, from.get(), line);
        }
        tokens.expectOperator(":");
        var to = bound();
        Optional<Expression> step = tokens.takeIfOperator(":") ? bound() : Optional.empty();
        tokens.expectOperator("]");
        return new Expression.Slice(object, from, to, step, line);
    }

    private Optional<Expression> bound() {
        return tokens.peek().isOperator(":") || tokens.peek().isOperator("]")
                ? Optional.empty()
                : Optional.of(parse());
    }

    /// The arguments after `(`.
    ArgumentList arguments() {
        var positional = new ArrayList<Expression>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.takeIfOperator(")")) {
            if (tokens.peek().is(Token.Kind.NAME) && tokens.peekSecond().isOperator("=")) {
                var name = tokens.take().text();
                tokens.take();
                named.put(name, parse());
            } else if (named.isEmpty()) {
                positional.add(parse());
            } else {
                throw tokens.unexpected("a named argument");
            }
            if (!tokens.peek().isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new ArgumentList(List.copyOf(positional), named);
    }

    /// `| filter` and `is test`.
    Expression parseFilters(Expression start) {
        var expression = start;
        while (true) {
            int line = tokens.line();
            if (tokens.takeIfOperator("|")) {
                expression = filter(expression, line);
            } else if (tokens.takeIfName("is")) {
                expression = test(expression, line);
            } else if (tokens.takeIfOperator("(")) {
                expression = new Expression.Call(expression, arguments(), line);
            } else {
                return expression;
            }
        }
    }

    Expression filter(Expression input, int line) {
        var name = tokens.expectAnyName();
        var arguments = tokens.takeIfOperator("(") ? arguments() : ArgumentList.NONE;
        return new Expression.Filter(input, name, arguments, line);
    }

    private Expression test(Expression input, int line) {
        boolean negated = tokens.takeIfName("not");
        var name = tokens.expectAnyName();
        var test = new Expression.Test(input, name, testArguments(), line);
        return negated ? new Expression.Not(test, line) : test;
    }

    private ArgumentList testArguments() {
        if (tokens.takeIfOperator("(")) {
            return arguments();
        }
        var next = tokens.peek();
        boolean argument =
                switch (next.kind()) {
                    case STRING, INTEGER, REAL -> true;
                    case NAME ->
                            !Set.of("else", "or", "and", "is", "if", "not", "in")
                                    .contains(next.text());
                    case OPERATOR -> next.isOperator("[") || next.isOperator("{");
                    case DATA, BLOCK_BEGIN, BLOCK_END, OUTPUT_BEGIN, OUTPUT_END, END -> false;
                };
        return argument
                ? new ArgumentList(List.of(parsePostfix(parsePrimary())), Map.of())
                : ArgumentList.NONE;
    }
}
