package dev.glimpse.runtime.grammar;

import dev.glimpse.runtime.grammar.CharacterSet.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads llama.cpp's notation for grammars, GBNF (`grammars/README.md` of v0.5.0): rules `name ::=
/// ...`, literals, character sets, `.`, groups, `|`, `* + ? {n} {n,} {n,m}`, comments. Not taken
/// are tokens in angle brackets, which name a vocabulary. Confined to one call.
final class GbnfParser {
    /// Longest grammar, in UTF-16 units.
    static final int MAX_CHARS = 256 * 1024;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_REPEAT = 100_000;

    private final String text;
    private int at;
    private int depth;

    private GbnfParser(String text) {
        this.text = text;
    }

    /// Reads all rules.
    ///
    /// @throws IllegalArgumentException naming line and column
    static Map<String, Expression> parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "the grammar has "
                            + text.length()
                            + " characters; at most "
                            + MAX_CHARS
                            + " are allowed");
        }
        return new GbnfParser(text).rules();
    }

    private Map<String, Expression> rules() {
        var rules = new LinkedHashMap<String, Expression>();
        skipSpace(true);
        while (at < text.length()) {
            int begin = at;
            String name = name();
            skipSpace(false);
            if (!text.startsWith("::=", at)) {
                throw fault("expected ::= after the rule's name " + name);
            }
            at += 3;
            skipSpace(true);
            Expression rule = choice(false);
            if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                throw fault("did not expect '" + found() + "'");
            }
            if (rules.put(name, rule) != null) {
                at = begin;
                throw fault("rule " + name + " is there twice");
            }
            skipSpace(true);
        }
        return rules;
    }

    /// @param nested whether within parentheses, where a line's end is a space
    private Expression choice(boolean nested) {
        if (++depth > MAX_DEPTH) {
            throw fault("more than " + MAX_DEPTH + " parentheses within each other");
        }
        var options = new ArrayList<Expression>();
        options.add(sequence(nested));
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            skipSpace(true);
            options.add(sequence(nested));
        }
        depth--;
        return options.size() == 1 ? options.getFirst() : new Expression.Choice(options);
    }

    private Expression sequence(boolean nested) {
        var parts = new ArrayList<Expression>();
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '*' || next == '+' || next == '?' || next == '{') {
                if (parts.isEmpty()) {
                    throw fault("nothing stands before '" + next + "'");
                }
                parts.add(repeat(parts.removeLast(), nested));
            } else if (next == '|' || next == ')' || next == '\n' || next == '\r') {
                break;
            } else {
                parts.add(atom(next));
            }
            skipSpace(nested);
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Sequence(parts);
    }

    private Expression atom(char next) {
        return switch (next) {
            case '"' -> literal();
            case '[' -> set();
            case '(' -> group();
            case '.' -> {
                at++;
                yield new Expression.OneOf(CharacterSet.ALL);
            }
            case '<', '!' ->
                    throw fault(
                            "tokens such as <name> are not supported; write the characters in"
                                    + " quotes");
            default -> {
                if (!isWord(next)) {
                    throw fault("did not expect '" + found() + "'");
                }
                yield new Expression.Reference(name());
            }
        };
    }

    private Expression group() {
        at++;
        skipSpace(true);
        Expression inner = choice(true);
        if (at >= text.length() || text.charAt(at) != ')') {
            throw fault("expected )");
        }
        at++;
        return inner;
    }

    private Expression literal() {
        at++;
        var literal = new StringBuilder();
        while (peek("the text's closing quote") != '"') {
            literal.appendCodePoint(character());
        }
        at++;
        return new Expression.Literal(literal.toString());
    }

    private Expression set() {
        int begin = at++;
        boolean negated = peek("the set's closing ]") == '^';
        at += negated ? 1 : 0;
        var ranges = new ArrayList<Range>();
        while (peek("the set's closing ]") != ']') {
            int first = character();
            int last = first;
            if (text.startsWith("-", at) && !text.startsWith("-]", at)) {
                at++;
                peek("the range's end");
                last = character();
            }
            if (last < first) {
                throw fault("a range of characters ends before it begins");
            }
            ranges.add(new Range(first, last));
        }
        at++;
        var characters = new CharacterSet(ranges);
        characters = negated ? characters.complement() : characters;
        if (characters.isEmpty()) {
            at = begin;
            throw fault("the set has no character");
        }
        return new Expression.OneOf(characters);
    }

    private Expression repeat(Expression part, boolean nested) {
        char kind = text.charAt(at++);
        return switch (kind) {
            case '*' -> new Expression.Repeat(part, 0, Expression.UNBOUNDED);
            case '+' -> new Expression.Repeat(part, 1, Expression.UNBOUNDED);
            case '?' -> Expression.optional(part);
            default -> counted(part, nested);
        };
    }

    private Expression counted(Expression part, boolean nested) {
        skipSpace(nested);
        int least = count();
        int most = least;
        skipSpace(nested);
        if (text.startsWith(",", at)) {
            at++;
            skipSpace(nested);
            most = text.startsWith("}", at) ? Expression.UNBOUNDED : count();
            skipSpace(nested);
        }
        if (!text.startsWith("}", at)) {
            throw fault("expected }");
        }
        at++;
        if (most < least) {
            throw fault("a repetition of " + least + " to " + most + " times");
        }
        return new Expression.Repeat(part, least, most);
    }

    private int count() {
        int begin = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == begin) {
            throw fault("expected a number");
        }
        if (at - begin > 6 || Integer.parseInt(text.substring(begin, at)) > MAX_REPEAT) {
            throw fault("repeats more than " + MAX_REPEAT + " times");
        }
        return Integer.parseInt(text.substring(begin, at));
    }

    private int character() {
        int next = text.codePointAt(at);
        if (next != '\\') {
            if (next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE) {
                throw fault("half a surrogate pair");
            }
            at += Character.charCount(next);
            return next;
        }
        at++;
        char kind = peek("an escape");
        at++;
        return switch (kind) {
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case '\\', '"', '[', ']', '-' -> kind;
            default -> throw fault("unknown escape \\" + kind);
        };
    }

    private int hex(int digits) {
        int end = at + digits;
        if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]+")) {
            throw fault("expected " + digits + " hexadecimal digits");
        }
        long value = Long.parseLong(text.substring(at, end), 16);
        if (value > Character.MAX_CODE_POINT
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            throw fault("U+" + Long.toHexString(value) + " is no character");
        }
        at = end;
        return (int) value;
    }

    private String name() {
        int begin = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == begin) {
            throw fault("expected a rule's name of letters, digits and hyphens");
        }
        return text.substring(begin, at);
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-';
    }

    private void skipSpace(boolean lines) {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '#') {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (next == ' ' || next == '\t' || (lines && (next == '\n' || next == '\r'))) {
                at++;
            } else {
                return;
            }
        }
    }

    private char peek(String expected) {
        if (at >= text.length()) {
            throw fault("the grammar ends before " + expected);
        }
        return text.charAt(at);
    }

    private String found() {
        return Character.toString(text.codePointAt(at));
    }

    private IllegalArgumentException fault(String what) {
        String before = text.substring(0, Math.min(at, text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new IllegalArgumentException(
                "grammar, line " + line + ", column " + column + ": " + what);
    }
}
