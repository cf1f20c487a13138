package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.CharacterSet;
import dev.glimpse.runtime.grammar.CharacterSet.Range;
import dev.glimpse.runtime.grammar.Expression;
import java.util.ArrayList;
import java.util.List;

/// A schema's `pattern` as rules for what stands within quotes. Taken of ECMA-262: literals, `.`,
/// sets, `\d \w \s` and their opposites, groups with and without capture, `|`, `* + ? {n} {n,}
/// {n,m}` (a `?` after one changes nothing here), `^` at the begin and `$` at the end of the whole
/// or of an alternative. Refused: look-around, references back, `\b`, `\p`, anchors elsewhere. A
/// pattern without anchors allows anything before and after it. Confined to one call.
final class RegexParser {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_REPEAT = 10_000;

    private static final CharacterSet DIGITS = CharacterSet.of(new Range('0', '9'));
    private static final CharacterSet WORD =
            CharacterSet.of(
                    new Range('0', '9'),
                    new Range('A', 'Z'),
                    new Range('_', '_'),
                    new Range('a', 'z'));
    private static final CharacterSet SPACE = CharacterSet.of(" \t\n\r\f\u000b");

    /// What counts as a space in one dialect or another is no opposite of a space in any.
    private static final CharacterSet NO_SPACE =
            SPACE.plus(CharacterSet.of("\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"))
                    .plus(CharacterSet.of(new Range(0x1C, 0x1F), new Range(0x2000, 0x200A)))
                    .complement();

    private static final CharacterSet NO_LINE_END =
            CharacterSet.of("\n\r\u0085\u2028\u2029").complement();

    private final String pattern;
    private int at;
    private int depth;

    private RegexParser(String pattern) {
        this.pattern = pattern;
    }

    /// What stands between the quotes of a string that the pattern finds itself in.
    ///
    /// @throws IllegalArgumentException if it is no pattern, or has what is not taken
    static Expression content(String pattern) {
        var parser = new RegexParser(pattern);
        var options = new ArrayList<Expression>();
        do {
            options.add(parser.anchored());
        } while (parser.take('|'));
        if (parser.at < pattern.length()) {
            throw parser.fault("did not expect " + pattern.charAt(parser.at));
        }
        return new Expression.Choice(options);
    }

    /// One alternative of the whole.
    private Expression anchored() {
        boolean begin = take('^');
        Expression middle = sequence();
        boolean end = take('$');
        Expression anything = new Expression.Repeat(JsonRules.CHARACTER, 0, Expression.UNBOUNDED);
        return Expression.sequence(
                begin ? Expression.EMPTY : anything, middle, end ? Expression.EMPTY : anything);
    }

    private Expression alternatives() {
        if (++depth > MAX_DEPTH) {
            throw fault("more than " + MAX_DEPTH + " groups within each other");
        }
        var options = new ArrayList<Expression>();
        do {
            options.add(sequence());
        } while (take('|'));
        depth--;
        return new Expression.Choice(options);
    }

    private Expression sequence() {
        var parts = new ArrayList<Expression>();
        while (at < pattern.length() && "|)$".indexOf(pattern.charAt(at)) < 0) {
            parts.add(quantified(atom()));
        }
        return new Expression.Sequence(parts);
    }

    private Expression atom() {
        int next = pattern.codePointAt(at);
        at += Character.charCount(next);
        return switch (next) {
            case '(' -> group();
            case '[' -> JsonRules.escaped(set());
            case '.' -> JsonRules.escaped(NO_LINE_END);
            case '\\' -> JsonRules.escaped(escape());
            case '*', '+', '?', '{', '}', ']', '^' -> {
                at--;
                throw fault((char) next + " stands where it means nothing or is not supported");
            }
            default -> JsonRules.escaped(one(next));
        };
    }

    private CharacterSet one(int character) {
        if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
            throw fault("half a surrogate pair");
        }
        return CharacterSet.of(new Range(character, character));
    }

    private Expression group() {
        if (take('?')) {
            if (!take(':')) {
                throw fault("groups that begin with (? are not supported but for (?:");
            }
        }
        Expression inner = alternatives();
        if (!take(')')) {
            throw fault("expected ), and anchors only at the begin and end of the pattern");
        }
        return inner;
    }

    private Expression quantified(Expression part) {
        int least;
        int most = Expression.UNBOUNDED;
        if (take('*')) {
            least = 0;
        } else if (take('+')) {
            least = 1;
        } else if (take('?')) {
            least = 0;
            most = 1;
        } else if (take('{')) {
            least = count();
            most = take(',') ? (peek() == '}' ? Expression.UNBOUNDED : count()) : least;
            if (!take('}') || most < least) {
                throw fault("expected {n}, {n,} or {n,m}");
            }
        } else {
            return part;
        }
        take('?'); // lazy: the same texts
        return new Expression.Repeat(part, least, most);
    }

    private int count() {
        int begin = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        String digits = pattern.substring(begin, at);
        if (digits.isEmpty() || digits.length() > 5 || Integer.parseInt(digits) > MAX_REPEAT) {
            throw fault("expected a number of times up to " + MAX_REPEAT);
        }
        return Integer.parseInt(digits);
    }

    private CharacterSet set() {
        boolean negated = take('^');
        CharacterSet set = new CharacterSet(List.of());
        while (peek() != ']') {
            CharacterSet first = member();
            boolean range =
                    peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
            if (range) {
                at++;
                set = set.plus(between(first, member()));
            } else {
                set = set.plus(first);
            }
        }
        at++;
        set = negated ? set.complement() : set;
        if (set.isEmpty()) {
            throw fault("a set has no character");
        }
        return set;
    }

    private CharacterSet between(CharacterSet first, CharacterSet last) {
        if (!isOne(first) || !isOne(last)) {
            throw fault("a range needs a character at either end");
        }
        int from = first.ranges().getFirst().first();
        int to = last.ranges().getFirst().first();
        if (from > to) {
            throw fault("a range ends before it begins");
        }
        return CharacterSet.of(new Range(from, to));
    }

    private static boolean isOne(CharacterSet set) {
        return set.ranges().size() == 1
                && set.ranges().getFirst().first() == set.ranges().getFirst().last();
    }

    private CharacterSet member() {
        int next = pattern.codePointAt(at);
        at += Character.charCount(next);
        return next == '\\' ? escape() : one(next);
    }

    private CharacterSet escape() {
        char kind = peek();
        at++;
        return switch (kind) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACE;
            case 'S' -> NO_SPACE;
            case 'n' -> one('\n');
            case 'r' -> one('\r');
            case 't' -> one('\t');
            case 'f' -> one('\f');
            case 'v' -> one(0x0b);
            case 'x' -> one(hex(2));
            case 'u' -> one(hex(4));
            default -> {
                if (Character.isLetterOrDigit(kind)) {
                    throw fault("\\" + kind + " is not supported");
                }
                at--;
                int character = pattern.codePointAt(at);
                at += Character.charCount(character);
                yield one(character);
            }
        };
    }

    private int hex(int digits) {
        int end = at + digits;
        if (end > pattern.length() || !pattern.substring(at, end).matches("[0-9a-fA-F]+")) {
            throw fault("expected " + digits + " hexadecimal digits");
        }
        at = end;
        return Integer.parseInt(pattern.substring(end - digits, end), 16);
    }

    private boolean take(char wanted) {
        boolean there = at < pattern.length() && pattern.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private char peek() {
        if (at >= pattern.length()) {
            throw fault("it ends too early");
        }
        return pattern.charAt(at);
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("pattern, offset " + at + ": " + what);
    }
}
