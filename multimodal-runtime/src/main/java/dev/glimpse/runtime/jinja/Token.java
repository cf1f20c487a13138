package dev.glimpse.runtime.jinja;

/// One piece of a template's source.
///
/// @param text what it says: the characters of data or of a string, a name, a number, an operator
/// @param line where it begins, from 1
record Token(Kind kind, String text, int line) {
    enum Kind {
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        OUTPUT_BEGIN,
        OUTPUT_END,
        NAME,
        STRING,
        INTEGER,
        REAL,
        OPERATOR,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /// For messages.
    String described() {
        return switch (kind) {
            case BLOCK_END -> "'%}'";
            case OUTPUT_END -> "'}}'";
            case END -> "the end of the template";
            case DATA, BLOCK_BEGIN, OUTPUT_BEGIN -> "text outside of a tag";
            case NAME, STRING, INTEGER, REAL, OPERATOR -> "'" + text + "'";
        };
    }
}
