package dev.glimpse.runtime.grammar;

import dev.glimpse.runtime.grammar.Automaton.Kind;
import dev.glimpse.runtime.grammar.CharacterSet.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes an [Automaton] of rules, from the end of each to its begin, so that every state knows what
/// comes next. Sets of many characters become rules of their own: they are repeated often. Confined
/// to one call.
final class GrammarCompiler {
    /// Parts looked at, at most: repetitions of nothing need no states.
    private static final int MAX_STEPS = 4_000_000;

    /// Sets of more byte sequences than this are rules.
    private static final int FEW_SEQUENCES = 4;

    private final Map<String, Expression> rules;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<CharacterSet, Integer> sets = new HashMap<>();
    private final List<Integer> entries = new ArrayList<>();
    private final Automaton automaton = new Automaton();
    private int steps;

    private GrammarCompiler(Map<String, Expression> rules) {
        this.rules = rules;
    }

    /// @param rules checked: all are there
    static Automaton compile(Map<String, Expression> rules) {
        return new GrammarCompiler(rules).compile();
    }

    private Automaton compile() {
        numbers.put(Grammar.ROOT, 0);
        for (String name : rules.keySet()) {
            numbers.putIfAbsent(name, numbers.size());
        }
        for (int i = 0; i < numbers.size(); i++) {
            entries.add(Automaton.END);
        }
        rules.forEach((name, rule) -> entries.set(number(name), build(rule, Automaton.END)));
        automaton.setEntries(entries.stream().mapToInt(Integer::intValue).toArray());
        return automaton;
    }

    private int number(String rule) {
        Integer number = numbers.get(rule);
        if (number == null) {
            throw new IllegalStateException("rule " + rule + " was not checked");
        }
        return number;
    }

    /// @param next where to go after the expression
    /// @return where it begins
    private int build(Expression expression, int next) {
        if (++steps > MAX_STEPS) {
            throw new IllegalArgumentException(
                    "the grammar's repetitions come to more than " + MAX_STEPS + "; repeat less");
        }
        return switch (expression) {
            case Expression.Literal(String text) -> literal(text, next);
            case Expression.OneOf(CharacterSet characters) -> oneOf(characters, next);
            case Expression.Reference(String rule) ->
                    automaton.add(Kind.CALL, number(rule), 0, next);
            case Expression.Sequence(List<Expression> parts) -> {
                int begin = next;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    begin = build(parts.get(i), begin);
                }
                yield begin;
            }
            case Expression.Choice(List<Expression> options) -> {
                int begin = build(options.getLast(), next);
                for (int i = options.size() - 2; i >= 0; i--) {
                    begin = automaton.add(Kind.SPLIT, build(options.get(i), next), 0, begin);
                }
                yield begin;
            }
            case Expression.Repeat(Expression part, int least, int most) ->
                    repeat(part, least, most, next);
        };
    }

    private int repeat(Expression part, int least, int most, int next) {
        int begin = next;
        if (most == Expression.UNBOUNDED) {
            begin = automaton.add(Kind.SPLIT, Automaton.END, 0, next);
            automaton.setFirst(begin, build(part, begin));
        } else {
            for (int i = least; i < most; i++) {
                begin = automaton.add(Kind.SPLIT, build(part, begin), 0, next);
            }
        }
        for (int i = 0; i < least; i++) {
            begin = build(part, begin);
        }
        return begin;
    }

    private int literal(String text, int next) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int begin = next;
        for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xFF;
            begin = automaton.add(Kind.BYTES, value, value, begin);
        }
        return begin;
    }

    private int oneOf(CharacterSet characters, int next) {
        List<int[][]> sequences = Utf8Ranges.of(characters);
        if (sequences.size() <= FEW_SEQUENCES) {
            return anyOf(sequences, next);
        }
        Integer rule = sets.get(characters);
        if (rule == null) {
            rule = entries.size();
            entries.add(anyOf(sequences, Automaton.END));
            sets.put(characters, rule);
        }
        return automaton.add(Kind.CALL, rule, 0, next);
    }

    private int anyOf(List<int[][]> sequences, int next) {
        int begin = bytes(sequences.getLast(), next);
        for (int i = sequences.size() - 2; i >= 0; i--) {
            begin = automaton.add(Kind.SPLIT, bytes(sequences.get(i), next), 0, begin);
        }
        return begin;
    }

    private int bytes(int[][] sequence, int next) {
        int begin = next;
        for (int i = sequence.length - 1; i >= 0; i--) {
            begin = automaton.add(Kind.BYTES, sequence[i][0], sequence[i][1], begin);
        }
        return begin;
    }

    /// A set of characters as sequences of ranges of bytes in UTF-8.
    private static final class Utf8Ranges {
        /// The last character of one, two and three bytes.
        private static final int[] LAST = {0x7F, 0x7FF, 0xFFFF};

        private final List<int[][]> sequences = new ArrayList<>();

        static List<int[][]> of(CharacterSet characters) {
            var ranges = new Utf8Ranges();
            for (Range range : characters.ranges()) {
                ranges.add(range.first(), range.last());
            }
            return ranges.sequences;
        }

        /// Cuts a range until all its characters have as many bytes, and all bytes but those before
        /// the first that differs run through all their values.
        private void add(int first, int last) {
            for (int most : LAST) {
                if (first <= most && last > most) {
                    add(first, most);
                    add(most + 1, last);
                    return;
                }
            }
            int bytes = length(first);
            for (int i = 1; i < bytes; i++) {
                int low = (1 << (6 * i)) - 1;
                if ((first & ~low) != (last & ~low)) {
                    if ((first & low) != 0) {
                        add(first, first | low);
                        add((first | low) + 1, last);
                        return;
                    }
                    if ((last & low) != low) {
                        add(first, (last & ~low) - 1);
                        add(last & ~low, last);
                        return;
                    }
                }
            }
            byte[] begin = Character.toString(first).getBytes(StandardCharsets.UTF_8);
            byte[] end = Character.toString(last).getBytes(StandardCharsets.UTF_8);
            int[][] sequence = new int[bytes][];
            for (int i = 0; i < bytes; i++) {
                sequence[i] = new int[] {begin[i] & 0xFF, end[i] & 0xFF};
            }
            sequences.add(sequence);
        }

        private static int length(int character) {
            return character <= LAST[0]
                    ? 1
                    : character <= LAST[1] ? 2 : character <= LAST[2] ? 3 : 4;
        }
    }
}
