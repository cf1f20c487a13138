package dev.glimpse.runtime.grammar;

import java.util.Map;

/// A grammar, checked and compiled. Immutable, thread-safe.
public final class Grammar {
    /// The rule that an answer follows.
    public static final String ROOT = "root";

    private final Automaton automaton;

    private Grammar(Automaton automaton) {
        this.automaton = automaton;
    }

    /// Reads a grammar in llama.cpp's notation, GBNF; answers follow its rule `root`.
    ///
    /// @throws IllegalArgumentException with what is wrong and where: syntax, a rule that is not
    ///   defined, one that refers to itself before it has read a character, or more than
    ///   [Automaton#MAX_STATES] states
    public static Grammar parse(String gbnf) {
        return of(GbnfParser.parse(gbnf));
    }

    /// A grammar of rules.
    ///
    /// @throws IllegalArgumentException as [#parse]
    public static Grammar of(Map<String, Expression> rules) {
        new GrammarCheck(rules).check();
        return new Grammar(GrammarCompiler.compile(rules));
    }

    /// The rules of a text in GBNF, without a check that they make a whole.
    ///
    /// @throws IllegalArgumentException if it is not GBNF
    public static Map<String, Expression> rules(String gbnf) {
        return GbnfParser.parse(gbnf);
    }

    Automaton automaton() {
        return automaton;
    }
}
