package dev.glimpse.runtime.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads JSON (RFC 8259) strictly: no comments, no name twice. Confined to one call.
final class JsonReader {
    /// Longest text, in UTF-16 units.
    static final int MAX_CHARS = 256 * 1024;

    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException naming the offset
    static Json read(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "the JSON schema has "
                            + text.length()
                            + " characters; at most "
                            + MAX_CHARS
                            + " are allowed");
        }
        var reader = new JsonReader(text);
        Json value = reader.value();
        if (reader.at < text.length()) {
            throw reader.fault("something follows the JSON value");
        }
        return value;
    }

    private Json value() {
        if (++depth > MAX_DEPTH) {
            throw fault("more than " + MAX_DEPTH + " values within each other");
        }
        skipSpace();
        Json value =
                switch (peek()) {
                    case '{' -> members();
                    case '[' -> items();
                    case '"' -> new Json.Text(string());
                    case 't' -> word("true", new Json.Bool(true));
                    case 'f' -> word("false", new Json.Bool(false));
                    case 'n' -> word("null", new Json.Null());
                    default -> number();
                };
        skipSpace();
        depth--;
        return value;
    }

    private Json members() {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return new Json.Members(members);
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw fault("expected a name in quotes");
            }
            String name = string();
            skipSpace();
            expect(':');
            if (members.put(name, value()) != null) {
                throw fault("\"" + name + "\" is there twice");
            }
            if (!another('}')) {
                return new Json.Members(members);
            }
        }
    }

    private Json items() {
        var items = new ArrayList<Json>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return new Json.Items(items);
        }
        do {
            items.add(value());
        } while (another(']'));
        return new Json.Items(items);
    }

    private boolean another(char end) {
        char next = peek();
        if (next != ',' && next != end) {
            throw fault("expected , or " + end);
        }
        at++;
        return next == ',';
    }

    private String string() {
        var value = new StringBuilder();
        at++;
        while (peek() != '"') {
            char next = text.charAt(at++);
            if (next < 0x20) {
                throw fault("a control character within a string");
            }
            value.append(next == '\\' ? escape() : next);
        }
        at++;
        return value.toString();
    }

    private char escape() {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]+")) {
                    throw fault("expected four hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw fault("unknown escape");
        };
    }

    private Json number() {
        int begin = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(begin, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            at = begin;
            throw fault("expected a value");
        }
        return new Json.Numeral(digits);
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw fault("expected a value");
        }
        at += word.length();
        return value;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault("expected " + wanted);
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("the text ends within a value");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("the JSON schema, offset " + at + ": " + what);
    }
}
