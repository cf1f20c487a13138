package dev.glimpse.runtime.jinja;

import dev.glimpse.runtime.jinja.Statement.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a template's text, outputs and tags. Confined to one compilation.
final class StatementParser {
    private final TokenCursor tokens;
    private final ExpressionParser expressions;
    private int loops;

    private StatementParser(TokenCursor tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Statement> parse(String template) {
        var tokens = new TokenCursor(Lexer.lex(template));
        var statements = new StatementParser(tokens).body(Set.of());
        if (!tokens.peek().is(Token.Kind.END)) {
            throw tokens.unexpected("the end of the template");
        }
        return statements;
    }

    /// Statements up to a tag of one of these names, of which `{%` is taken and the name is not.
    private List<Statement> body(Set<String> ends) {
        tokens.enter();
        var statements = new ArrayList<Statement>();
        int begin = tokens.line();
        while (true) {
            var token = tokens.take();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Data(Text.of(token.text())));
                case OUTPUT_BEGIN -> {
                    statements.add(new Statement.Output(expressions.parseTuple()));
                    tokens.expect(Token.Kind.OUTPUT_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    if (tokens.peek().is(Token.Kind.NAME) && ends.contains(tokens.peek().text())) {
                        tokens.leave();
                        return List.copyOf(statements);
                    }
                    statements.addAll(tag());
                }
                case BLOCK_END, OUTPUT_END, NAME, STRING, INTEGER, REAL, OPERATOR, END -> {
                    if (!ends.isEmpty()) {
                        throw JinjaException.syntax(
                                begin,
                                "the tag before has no {% "
                                        + String.join(" or ", ends.stream().sorted().toList())
                                        + " %}");
                    }
                    tokens.leave();
                    return List.copyOf(statements);
                }
            }
        }
    }

    private List<Statement> tag() {
        var name = tokens.expect(Token.Kind.NAME, "the name of a tag");
        return switch (name.text()) {
            case "if" -> List.of(parseIf());
            case "for" -> List.of(parseFor());
            case "set" -> List.of(parseSet());
            case "macro" -> List.of(parseMacro());
            case "call" -> List.of(parseCall());
            case "filter" -> List.of(parseFilter());
            case "with" -> List.of(parseWith());
            case "generation" -> parseGeneration();
            case "break", "continue" -> List.of(parseJump(name));
            default ->
                    throw JinjaException.syntax(
                            name.line(), "{% " + name.text() + " %} is not a chat template's tag");
        };
    }

    private void endOfTag() {
        tokens.expect(Token.Kind.BLOCK_END, "'%}'");
    }

    /// The body of the tag just begun, up to and with its end tag.
    private List<Statement> bodyUntil(String end) {
        endOfTag();
        var body = body(Set.of(end));
        tokens.expectName(end);
        endOfTag();
        return body;
    }

    private Statement parseIf() {
        var branches = new ArrayList<Statement.Branch>();
        do {
            var condition = expressions.parseTuple();
            endOfTag();
            branches.add(new Statement.Branch(condition, body(Set.of("elif", "else", "endif"))));
        } while (tokens.takeIfName("elif"));
        var otherwise = parseElse("endif");
        return new Statement.If(List.copyOf(branches), otherwise);
    }

    private List<Statement> parseElse(String end) {
        List<Statement> otherwise = tokens.takeIfName("else") ? bodyBefore(end) : List.of();
        tokens.expectName(end);
        endOfTag();
        return otherwise;
    }

    private List<Statement> bodyBefore(String end) {
        endOfTag();
        return body(Set.of(end));
    }

    private Statement parseFor() {
        var target = parseTarget(Set.of("in"));
        tokens.expectName("in");
        var items = parseItems();
        Optional<Expression> condition =
                tokens.takeIfName("if") ? Optional.of(expressions.parse()) : Optional.empty();
        endOfTag();
        loops++;
        var body = body(Set.of("else", "endfor"));
        loops--;
        var otherwise = parseElse("endfor");
        return new Statement.For(target, items, condition, body, otherwise);
    }

    private Expression parseItems() {
        int line = tokens.line();
        var first = expressions.parseOr();
        if (!tokens.peek().isOperator(",")) {
            return first;
        }
        var items = new ArrayList<Expression>(List.of(first));
        while (tokens.takeIfOperator(",")) {
            items.add(expressions.parseOr());
        }
        return new Expression.ListOf(List.copyOf(items), true, line);
    }

    private Statement parseSet() {
        var target = parseTarget(Set.of());
        if (tokens.takeIfOperator("=")) {
            var value = expressions.parseTuple();
            endOfTag();
            return new Statement.Set(target, value);
        }
        return new Statement.SetBlock(target, parseCapture("endset"));
    }

    private Statement parseFilter() {
        int line = tokens.line();
        var first = expressions.filter(new Expression.Name(Statement.Capture.BODY, line), line);
        var filtered = expressions.parseFilters(first);
        return new Statement.FilterBlock(new Statement.Capture(bodyUntil("endfilter"), filtered));
    }

    private Statement.Capture parseCapture(String end) {
        var name = new Expression.Name(Statement.Capture.BODY, tokens.line());
        var filtered = expressions.parseFilters(name);
        return new Statement.Capture(bodyUntil(end), filtered);
    }

    /// One name, several, or a field of a namespace.
    private Target parseTarget(Set<String> ends) {
        int line = tokens.line();
        var targets = new ArrayList<Target>();
        boolean several = tokens.takeIfOperator("(");
        do {
            targets.add(parseName());
        } while (tokens.takeIfOperator(",")
                && !(tokens.peek().is(Token.Kind.NAME) && ends.contains(tokens.peek().text())));
        if (several) {
            tokens.expectOperator(")");
        }
        return targets.size() == 1 && !several
                ? targets.getFirst()
                : new Statement.Variables(List.copyOf(targets), line);
    }

    private Target parseName() {
        int line = tokens.line();
        if (tokens.peek().isOperator("(")) {
            return parseTarget(Set.of());
        }
        var name = tokens.expectAnyName();
        if (tokens.takeIfOperator(".")) {
            return new Statement.Field(name, tokens.expectAnyName(), line);
        }
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name)) {
            throw JinjaException.syntax(line, "'" + name + "' cannot be assigned to");
        }
        return new Statement.Variable(name);
    }

    private Statement parseMacro() {
        var name = tokens.expectAnyName();
        tokens.expectOperator("(");
        var parameters = parseParameters();
        return new Statement.Macro(name, parameters, isolated("endmacro"));
    }

    /// A body that no `break` leaves.
    private List<Statement> isolated(String end) {
        int outer = loops;
        loops = 0;
        var body = bodyUntil(end);
        loops = outer;
        return body;
    }

    private List<Statement.Parameter> parseParameters() {
        var parameters = new ArrayList<Statement.Parameter>();
        while (!tokens.takeIfOperator(")")) {
            var name = tokens.expectAnyName();
            Optional<Expression> fallback =
                    tokens.takeIfOperator("=")
                            ? Optional.of(expressions.parse())
                            : Optional.empty();
            parameters.add(new Statement.Parameter(name, fallback));
            if (!tokens.peek().isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return List.copyOf(parameters);
    }

    private Statement parseCall() {
        List<Statement.Parameter> parameters =
                tokens.takeIfOperator("(") ? parseParameters() : List.of();
        int line = tokens.line();
        if (!(expressions.parse() instanceof Expression.Call call)) {
            throw JinjaException.syntax(line, "{% call %} needs a call");
        }
        return new Statement.CallBlock(
                call, new Statement.Macro("caller", parameters, isolated("endcall")));
    }

    private Statement parseWith() {
        var bindings = new ArrayList<Statement.Set>();
        while (!tokens.peek().is(Token.Kind.BLOCK_END)) {
            var target = parseName();
            tokens.expectOperator("=");
            bindings.add(new Statement.Set(target, expressions.parse()));
            if (!tokens.peek().is(Token.Kind.BLOCK_END)) {
                tokens.expectOperator(",");
            }
        }
        return new Statement.With(List.copyOf(bindings), bodyUntil("endwith"));
    }

    /// Marks the answer for training; it renders as its body.
    private List<Statement> parseGeneration() {
        return bodyUntil("endgeneration");
    }

    private Statement parseJump(Token name) {
        if (loops == 0) {
            throw JinjaException.syntax(name.line(), "{% " + name.text() + " %} is outside a loop");
        }
        endOfTag();
        return name.isName("break") ? new Statement.Break() : new Statement.Continue();
    }
}
