package dev.glimpse.runtime.grammar;

import java.util.Arrays;

/// A grammar as an automaton over bytes: states that read one byte, go two ways, or call a rule and
/// go on where it ends. Written by [GrammarCompiler], then only read; thread-safe.
final class Automaton {
    /// Most states of a grammar: some megabytes.
    static final int MAX_STATES = 400_000;

    /// The end of a rule.
    static final int END = 0;

    /// What a state does.
    enum Kind {
        END,
        /// Reads a byte from `first` to `second`.
        BYTES,
        /// Goes to `first` and to `next`.
        SPLIT,
        /// Calls the rule whose entry is `first`'s, then goes to `next`.
        CALL
    }

    private Kind[] kinds = new Kind[256];
    private int[] first = new int[256];
    private int[] second = new int[256];
    private int[] next = new int[256];
    private int size;
    private int[] entries = {};

    Automaton() {
        add(Kind.END, 0, 0, 0);
    }

    /// Adds a state.
    ///
    /// @return its number
    /// @throws IllegalArgumentException if there are too many
    int add(Kind kind, int first, int second, int next) {
        if (size == MAX_STATES) {
            throw new IllegalArgumentException(
                    "the grammar needs more than "
                            + MAX_STATES
                            + " states; repeat less, or make it simpler");
        }
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            this.first = Arrays.copyOf(this.first, size * 2);
            this.second = Arrays.copyOf(this.second, size * 2);
            this.next = Arrays.copyOf(this.next, size * 2);
        }
        kinds[size] = kind;
        this.first[size] = first;
        this.second[size] = second;
        this.next[size] = next;
        return size++;
    }

    /// Sets where a split goes first, which may not be known when it is added.
    void setFirst(int split, int target) {
        first[split] = target;
    }

    /// Sets the first state of each rule.
    void setEntries(int[] entries) {
        this.entries = entries.clone();
    }

    Kind kind(int state) {
        return kinds[state];
    }

    int first(int state) {
        return first[state];
    }

    int second(int state) {
        return second[state];
    }

    int next(int state) {
        return next[state];
    }

    /// The first state of a rule; the root is rule 0.
    int entry(int rule) {
        return entries[rule];
    }

    int size() {
        return size;
    }
}
