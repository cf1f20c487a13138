package dev.glimpse.runtime.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of characters: code points without surrogates, as ranges in order that do not touch.
/// Immutable.
public record CharacterSet(List<Range> ranges) {
    private static final int LAST = Character.MAX_CODE_POINT;

    /// Every character.
    public static final CharacterSet ALL = of(new Range(0, LAST));

    /// The characters from `first` to `last`, both included.
    public record Range(int first, int last) {
        public Range {
            if (first < 0 || last > LAST || first > last) {
                throw new IllegalArgumentException(
                        "a range of characters goes from " + first + " to " + last);
            }
        }
    }

    public CharacterSet {
        ranges = normal(ranges);
    }

    public static CharacterSet of(Range... ranges) {
        return new CharacterSet(List.of(ranges));
    }

    /// The characters of a text.
    public static CharacterSet of(String characters) {
        return new CharacterSet(characters.codePoints().mapToObj(c -> new Range(c, c)).toList());
    }

    /// In order, joined, without surrogates.
    private static List<Range> normal(List<Range> ranges) {
        var sorted = new ArrayList<Range>();
        for (Range range : ranges) {
            addOutside(range, Character.MIN_SURROGATE, Character.MAX_SURROGATE, sorted);
        }
        sorted.sort(Comparator.comparingInt(Range::first));
        var joined = new ArrayList<Range>();
        for (Range range : sorted) {
            if (!joined.isEmpty() && range.first() <= joined.getLast().last() + 1) {
                Range before = joined.removeLast();
                joined.add(new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return List.copyOf(joined);
    }

    private static void addOutside(Range range, int first, int last, List<Range> to) {
        if (range.first() < first) {
            to.add(new Range(range.first(), Math.min(range.last(), first - 1)));
        }
        if (range.last() > last) {
            to.add(new Range(Math.max(range.first(), last + 1), range.last()));
        }
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean has(int codePoint) {
        return ranges.stream().anyMatch(r -> r.first() <= codePoint && codePoint <= r.last());
    }

    /// All other characters.
    public CharacterSet complement() {
        return ALL.minus(this);
    }

    /// These and those.
    public CharacterSet plus(CharacterSet other) {
        var both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return new CharacterSet(both);
    }

    /// These without those.
    public CharacterSet minus(CharacterSet other) {
        List<Range> left = ranges;
        for (Range hole : other.ranges) {
            var next = new ArrayList<Range>();
            for (Range range : left) {
                if (range.last() < hole.first() || range.first() > hole.last()) {
                    next.add(range);
                } else {
                    addOutside(range, hole.first(), hole.last(), next);
                }
            }
            left = next;
        }
        return new CharacterSet(left);
    }
}
