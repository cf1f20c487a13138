package dev.glimpse.runtime.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Cuts a template into tokens and removes the whitespace that `-`, `trim_blocks` and
/// `lstrip_blocks` remove (jinja2's `lexer.py`, 3.1). Confined to one compilation.
final class Lexer {
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-?)%\\}");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern NUMBER =
            Pattern.compile("\\d+(?:_\\d+)*(\\.\\d+(?:_\\d+)*)?([eE][+-]?\\d+)?");
    private static final List<String> OPERATORS =
            List.of(
                    "//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=",
                    ".", ":", "|", ",", "(", ")", "[", "]", "{", "}");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineCounted;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> lex(String template) {
        var normal = template.replace("\r\n", "\n").replace('\r', '\n');
        var lexer =
                new Lexer(
                        normal.endsWith("\n") ? normal.substring(0, normal.length() - 1) : normal);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (position < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                add(Token.Kind.DATA, source.substring(position));
                break;
            }
            char kind = source.charAt(tag + 1);
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            data(tag, sign, kind != '{');
            var raw = RAW_BEGIN.matcher(source).region(tag, source.length());
            if (kind == '%' && raw.lookingAt()) {
                raw(raw.end(), !raw.group(1).isEmpty());
            } else if (kind == '#') {
                comment(tag);
            } else {
                position = tag + (sign == '-' || sign == '+' ? 3 : 2);
                tag(kind == '%');
            }
        }
        add(Token.Kind.END, "");
    }

    private int nextTag() {
        for (int at = source.indexOf('{', position); at >= 0; at = source.indexOf('{', at + 1)) {
            if (at + 1 < source.length() && "{%#".indexOf(source.charAt(at + 1)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    /// Adds the text up to a tag, less what the tag strips from its end.
    private void data(int end, char sign, boolean strippable) {
        var text = source.substring(position, end);
        if (sign == '-') {
            text = Text.of(text).strip("", false, true).value();
        } else if (strippable && sign != '+') {
            int lineStart = text.lastIndexOf('\n') + 1;
            boolean atLineStart =
                    lineStart > 0 || position == 0 || source.charAt(position - 1) == '\n';
            if (atLineStart && text.substring(lineStart).chars().allMatch(c -> isSpace(c))) {
                text = text.substring(0, lineStart);
            }
        }
        if (!text.isEmpty()) {
            add(Token.Kind.DATA, text);
        }
        position = end;
    }

    private void raw(int begin, boolean strip) {
        position = begin;
        if (strip) {
            skipSpace();
        }
        var end = RAW_END.matcher(source);
        if (!end.find(position)) {
            throw JinjaException.syntax(lineAt(begin), "{% raw %} has no {% endraw %}");
        }
        data(end.start(), end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0), true);
        position = end.end();
        afterTag(end.group(2), true);
    }

    private void comment(int begin) {
        int end = source.indexOf("#}", begin + 2);
        if (end < 0) {
            throw JinjaException.syntax(lineAt(begin), "the comment has no end '#}'");
        }
        position = end + 2;
        char before = source.charAt(end - 1);
        afterTag(before == '-' || before == '+' ? String.valueOf(before) : "", true);
    }

    /// Strips what follows a tag: all whitespace after `-`, one newline after a block.
    private void afterTag(String sign, boolean block) {
        if (sign.equals("-")) {
            skipSpace();
        } else if (block && sign.isEmpty() && source.startsWith("\n", position)) {
            position++;
        }
    }

    private void tag(boolean block) {
        var close = block ? "%}" : "}}";
        add(block ? Token.Kind.BLOCK_BEGIN : Token.Kind.OUTPUT_BEGIN, "");
        int begin = position;
        Deque<Character> brackets = new ArrayDeque<>();
        while (true) {
            skipSpace();
            if (position >= source.length()) {
                throw JinjaException.syntax(lineAt(begin), "the tag has no end '" + close + "'");
            }
            char c = source.charAt(position);
            boolean signed =
                    (c == '-' || (c == '+' && block)) && source.startsWith(close, position + 1);
            if (brackets.isEmpty() && (signed || source.startsWith(close, position))) {
                add(block ? Token.Kind.BLOCK_END : Token.Kind.OUTPUT_END, "");
                position += signed ? 3 : 2;
                afterTag(signed ? String.valueOf(c) : "", block);
                return;
            }
            token(c, brackets);
        }
    }

    private void token(char c, Deque<Character> brackets) {
        var name = NAME.matcher(source).region(position, source.length());
        var number = NUMBER.matcher(source).region(position, source.length());
        if (name.lookingAt()) {
            add(Token.Kind.NAME, name.group());
            position = name.end();
        } else if (number.lookingAt()) {
            number(number.group(), number.group(1) == null && number.group(2) == null);
        } else if (c == '\'' || c == '"') {
            string(c);
        } else {
            operator(brackets);
        }
    }

    private void number(String digits, boolean integer) {
        // `x.0.1` is two subscripts, not a number.
        boolean subscript = position > 0 && source.charAt(position - 1) == '.';
        int end = subscript ? digits.split("[.eE]", 2)[0].length() : digits.length();
        add(
                integer || subscript ? Token.Kind.INTEGER : Token.Kind.REAL,
                digits.substring(0, end).replace("_", ""));
        position += end;
    }

    private void operator(Deque<Character> brackets) {
        var operator =
                OPERATORS.stream()
                        .filter(candidate -> source.startsWith(candidate, position))
                        .findFirst()
                        .orElseThrow(() ->
                                JinjaException.syntax(
                                        lineAt(position),
                                        "unexpected character '"
                                                + Character.toString(source.codePointAt(position))
                                                + "'"));
        char c = operator.charAt(0);
        if ("([{".indexOf(c) >= 0) {
            brackets.push(c);
        } else if (")]}".indexOf(c) >= 0
                && (brackets.isEmpty() || "([{".indexOf(brackets.pop()) != ")]}".indexOf(c))) {
            throw JinjaException.syntax(lineAt(position), "unexpected '" + c + "'");
        }
        add(Token.Kind.OPERATOR, operator);
        position += operator.length();
    }

    private void string(char quote) {
        int begin = position;
        var text = new StringBuilder();
        for (position++; position < source.length(); position++) {
            char c = source.charAt(position);
            if (c == quote) {
                tokens.add(new Token(Token.Kind.STRING, text.toString(), lineAt(begin)));
                position++;
                return;
            }
            if (c == '\\' && position + 1 < source.length()) {
                position++;
                escape(text);
            } else {
                text.append(c);
            }
        }
        throw JinjaException.syntax(lineAt(begin), "the string has no end");
    }

    /// Python's escapes; an unknown one stays as it is.
    private void escape(StringBuilder text) {
        char c = source.charAt(position);
        int simple = "ntrbfav0\\'\"\n".indexOf(c);
        int digits = "xuU".indexOf(c);
        if (digits >= 0) {
            int length = 2 << digits;
            int end = Math.min(source.length(), position + 1 + length);
            var hex = source.substring(position + 1, end).toLowerCase(Locale.ROOT);
            if (!hex.matches("[0-9a-f]{" + length + "}")
                    || !Character.isValidCodePoint(Integer.parseUnsignedInt(hex, 16))) {
                throw JinjaException.syntax(lineAt(position), "broken escape '\\" + c + hex + "'");
            }
            text.appendCodePoint(Integer.parseUnsignedInt(hex, 16));
            position += length;
        } else if (simple == 11) {
            return; // an escaped newline continues the string on the next line
        } else if (simple >= 0) {
            text.append("\n\t\r\b\f\u0007\u000b\0\\'\"".charAt(simple));
        } else {
            text.append('\\').append(c);
        }
    }

    private void skipSpace() {
        while (position < source.length() && isSpace(source.charAt(position))) {
            position++;
        }
    }

    private static boolean isSpace(int c) {
        return Text.isSpace((char) c);
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, lineAt(position)));
    }

    private int lineAt(int index) {
        for (; lineCounted < Math.min(index, source.length()); lineCounted++) {
            if (source.charAt(lineCounted) == '\n') {
                line++;
            }
        }
        return line;
    }
}
