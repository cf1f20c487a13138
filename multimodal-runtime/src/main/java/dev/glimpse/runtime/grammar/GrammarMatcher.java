package dev.glimpse.runtime.grammar;

import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.grammar.Automaton.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs a grammar's automaton over bytes. It is at a [Point]: all the ways in which the text so far
/// can be read. Points are made as they are met and kept, so that reading the same bytes at the
/// same point again, as looking at a whole vocabulary does, is one look-up a byte.
///
/// Confined to the thread that decodes one answer.
final class GrammarMatcher {
    /// Ways to read a text at once, at most.
    private static final int MAX_WAYS = 2000;

    /// States looked at for one token, at most: a tenth of a second. A new point counts as some.
    private static final int MAX_WORK = 1_000_000;

    private static final int WORK_OF_A_POINT = 50;

    /// Points that are kept, at most: a kilobyte each.
    private static final int MAX_POINTS = 4000;

    private final Automaton automaton;
    private final Map<Set<Way>, Point> points = new HashMap<>();
    private int work;

    GrammarMatcher(Grammar grammar) {
        automaton = grammar.automaton();
    }

    /// Where rules that were called go on, the innermost first. There is one object for each stack,
    /// so that equal ones are the same.
    private static final class Stack {
        final int state;
        final @Nullable Stack below;
        private final Map<Integer, Stack> above = new HashMap<>();

        Stack(int state, @Nullable Stack below) {
            this.state = state;
            this.below = below;
        }

        Stack push(int next) {
            return above.computeIfAbsent(next, state -> new Stack(state, this));
        }
    }

    /// One way to read the text so far: a state that reads a byte, and where its rules go on.
    private record Way(int state, Stack stack) {}

    /// All ways to read the text so far.
    static final class Point {
        private final Set<Way> ways;
        private final boolean complete;
        private final @Nullable Point[] next = new Point[256];

        private Point(Set<Way> ways, boolean complete) {
            this.ways = ways;
            this.complete = complete;
        }

        /// Whether the text may end here.
        boolean isComplete() {
            return complete;
        }
    }

    /// Before the first byte.
    ///
    /// @throws InvalidRequestException as [#read]
    Point begin() {
        work = 0;
        var bottom = new Stack(Automaton.END, null);
        Deque<Way> open = new ArrayDeque<>();
        open.add(new Way(automaton.entry(0), bottom));
        return point(open);
    }

    /// Allows as much work again as one token may take.
    void rest() {
        work = 0;
    }

    /// A point to go on from, with what was kept for others forgotten if that was much.
    Point forget(Point point) {
        if (points.size() <= MAX_POINTS) {
            return point;
        }
        points.clear();
        var fresh = new Point(point.ways, point.complete);
        points.put(fresh.ways, fresh);
        return fresh;
    }

    /// Reads a byte.
    ///
    /// @return the point after it; nothing if the grammar does not allow it
    /// @throws InvalidRequestException if the grammar can be read in too many ways
    @Nullable Point read(Point from, byte value) {
        int number = value & 0xFF;
        Point known = from.next[number];
        if (known == null) {
            Deque<Way> open = new ArrayDeque<>();
            for (Way way : from.ways) {
                if (automaton.first(way.state) <= number && number <= automaton.second(way.state)) {
                    open.add(new Way(automaton.next(way.state), way.stack));
                }
            }
            known = point(open);
            from.next[number] = known;
        }
        return known.ways.isEmpty() && !known.complete ? null : known;
    }

    /// Follows splits, calls and ends until every way reads a byte.
    private Point point(Deque<Way> open) {
        Set<Way> seen = new HashSet<>();
        Set<Way> ways = new HashSet<>();
        boolean complete = false;
        while (!open.isEmpty()) {
            Way way = open.pop();
            if (!seen.add(way)) {
                continue;
            }
            requireWork(1);
            int state = way.state;
            Stack stack = way.stack;
            switch (automaton.kind(state)) {
                case BYTES -> ways.add(way);
                case SPLIT -> {
                    open.push(new Way(automaton.next(state), stack));
                    open.push(new Way(automaton.first(state), stack));
                }
                case CALL -> {
                    int after = automaton.next(state);
                    // A rule that ends with a call needs no place to come back to.
                    Stack inner = automaton.kind(after) == Kind.END ? stack : stack.push(after);
                    open.push(new Way(automaton.entry(automaton.first(state)), inner));
                }
                case END -> {
                    if (stack.below == null) {
                        complete = true;
                    } else {
                        open.push(new Way(stack.state, stack.below));
                    }
                }
            }
        }
        if (ways.size() > MAX_WAYS) {
            throw tooAmbiguous();
        }
        Point known = points.get(ways);
        if (known != null && known.complete == complete) {
            return known;
        }
        requireWork(WORK_OF_A_POINT);
        var made = new Point(ways, complete);
        points.put(ways, made);
        return made;
    }

    private void requireWork(int more) {
        work += more;
        if (work > MAX_WORK) {
            throw tooAmbiguous();
        }
    }

    private static InvalidRequestException tooAmbiguous() {
        return new InvalidRequestException(
                "the response format can be read in too many ways at once; make its rules begin"
                        + " with different characters");
    }
}
