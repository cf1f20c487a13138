package dev.glimpse.runtime.jinja;

/// A template that cannot be compiled or rendered. The runtime's callers see it as one of the
/// exceptions of `dev.glimpse.runtime.fault`.
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What went wrong.
    public enum Kind {
        /// The text is not a template.
        SYNTAX,
        /// The template called `raise_exception`: it refuses these messages.
        RAISED,
        /// An operation failed, as on an undefined value or on one of another type.
        FAILED,
        /// The rendering used up its [Budget].
        LIMIT
    }

    private final Kind kind;
    private final int line;

    JinjaException(Kind kind, int line, String message) {
        super(message);
        this.kind = kind;
        this.line = line;
    }

    static JinjaException syntax(int line, String message) {
        return new JinjaException(Kind.SYNTAX, line, message);
    }

    /// A failure whose line is not known where it is found; [#at] adds it.
    static JinjaException failed(String message) {
        return new JinjaException(Kind.FAILED, 0, message);
    }

    /// A template that is of no use, though nothing in it fails.
    public static JinjaException refused(String message) {
        return failed(message);
    }

    JinjaException at(int knownLine) {
        return line > 0 ? this : new JinjaException(kind, knownLine, getMessage());
    }

    public Kind kind() {
        return kind;
    }

    /// The line of the template, from 1; 0 when there is none.
    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        var message = super.getMessage();
        return message == null ? "" : message;
    }
}
