package dev.glimpse.runtime.jinja;

import java.util.List;

/// Walks over a template's tokens. Confined to one compilation.
final class TokenCursor {
    private static final int MAX_NESTING = 100;

    private final List<Token> tokens;
    private int next;
    private int nesting;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    int line() {
        return peek().line();
    }

    Token take() {
        var token = peek();
        if (!token.is(Token.Kind.END)) {
            next++;
        }
        return token;
    }

    boolean takeIfOperator(String operator) {
        return takeIf(peek().isOperator(operator));
    }

    boolean takeIfName(String name) {
        return takeIf(peek().isName(name));
    }

    private boolean takeIf(boolean condition) {
        if (condition) {
            next++;
        }
        return condition;
    }

    void expectOperator(String operator) {
        if (!takeIfOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!takeIfName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    Token expect(Token.Kind kind, String described) {
        if (!peek().is(kind)) {
            throw unexpected(described);
        }
        return take();
    }

    String expectAnyName() {
        return expect(Token.Kind.NAME, "a name").text();
    }

    JinjaException unexpected(String wanted) {
        return JinjaException.syntax(
                line(), "expected " + wanted + ", found " + peek().described());
    }

    /// Bounds recursion, since a template may nest as deep as it likes.
    void enter() {
        if (++nesting > MAX_NESTING) {
            throw JinjaException.syntax(line(), "nested more than " + MAX_NESTING + " deep");
        }
    }

    void leave() {
        nesting--;
    }
}
