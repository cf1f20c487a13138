package dev.glimpse.runtime.jinja;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A compiled template. Immutable; threads may share it.
public final class Template {
    /// The longest source that is compiled, in characters.
    public static final int MAX_SOURCE_CHARACTERS = 1 << 20;

    private final List<Statement> statements;
    private final Map<String, Value> globals;

    private Template(List<Statement> statements, Map<String, Value> globals) {
        this.statements = statements;
        this.globals = globals;
    }

    /// Compiles a template.
    ///
    /// @param clock what `strftime_now` tells
    /// @throws JinjaException of [JinjaException.Kind#SYNTAX]
    public static Template compile(String source, Clock clock) {
        if (source.length() > MAX_SOURCE_CHARACTERS) {
            throw JinjaException.syntax(
                    0,
                    "it has "
                            + source.length()
                            + " characters; at most "
                            + MAX_SOURCE_CHARACTERS
                            + " are allowed");
        }
        return new Template(StatementParser.parse(source), Map.copyOf(Globals.of(clock)));
    }

    /// Renders with these names defined.
    ///
    /// @throws JinjaException of any other kind
    public Text render(Map<String, Value> names, Budget budget) {
        var all = new HashMap<>(globals);
        all.putAll(names);
        try {
            return new Renderer(budget).render(statements, Scope.outermost(all).inner());
        } catch (StackOverflowError _) {
            // Values may be nested as deep as the budget has steps; printing them recurses.
            throw Budget.exceeded("values nested too deep");
        }
    }
}
