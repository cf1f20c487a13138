package dev.glimpse.runtime.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/// A string that knows of each character where it came from. Equality looks at the characters only.
/// Immutable.
public final class Text implements Value {
    /// The origin of what the template itself wrote.
    public static final char TEMPLATE = 0;

    static final Text EMPTY = new Text("", "");

    private final String value;

    /// One character of the same index each.
    private final String origins;

    Text(String value, String origins) {
        this.value = value;
        this.origins = origins;
    }

    /// Text of one origin.
    ///
    /// @param origin [#TEMPLATE] or any other number of the caller's choice
    public static Text of(String value, char origin) {
        return new Text(value, String.valueOf(origin).repeat(value.length()));
    }

    static Text of(String value) {
        return value.isEmpty() ? EMPTY : of(value, TEMPLATE);
    }

    /// Joins texts of different origins.
    public static Text join(List<Text> texts) {
        var builder = new TextBuilder(Budget.standard());
        texts.forEach(builder::append);
        return builder.build();
    }

    /// The characters.
    public String value() {
        return value;
    }

    /// Where the character (UTF-16 unit) at `index` came from.
    public char origin(int index) {
        return origins.charAt(index);
    }

    String origins() {
        return origins;
    }

    /// Its length in UTF-16 units.
    public int size() {
        return value.length();
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    Text substring(int from, int to) {
        return from == 0 && to == size()
                ? this
                : new Text(value.substring(from, to), origins.substring(from, to));
    }

    /// The text's characters, code points as in Python.
    List<Text> characters(Budget budget) {
        budget.characters(size());
        budget.steps(size());
        var characters = new ArrayList<Text>();
        for (int i = 0; i < size(); ) {
            int next = value.offsetByCodePoints(i, 1);
            characters.add(substring(i, next));
            i = next;
        }
        return characters;
    }

    Text mapCharacters(Budget budget, IntFunction<String> mapping) {
        var builder = new TextBuilder(budget);
        for (int i = 0; i < size(); ) {
            int codePoint = value.codePointAt(i);
            builder.append(mapping.apply(codePoint), origins.charAt(i));
            i += Character.charCount(codePoint);
        }
        return builder.build();
    }

    Text upper(Budget budget) {
        return mapCharacters(budget, c -> Character.toString(c).toUpperCase(Locale.ROOT));
    }

    Text lower(Budget budget) {
        return mapCharacters(budget, c -> Character.toString(c).toLowerCase(Locale.ROOT));
    }

    /// Strips characters of a set at either end; an empty set strips whitespace.
    Text strip(String set, boolean left, boolean right) {
        int from = 0;
        int to = size();
        while (left && from < to && isIn(set, from)) {
            from++;
        }
        while (right && to > from && isIn(set, to - 1)) {
            to--;
        }
        return substring(from, to);
    }

    private boolean isIn(String set, int index) {
        char c = value.charAt(index);
        return set.isEmpty() ? isSpace(c) : set.indexOf(c) >= 0;
    }

    Text replace(Text old, Text replacement, long limit, Budget budget) {
        chargeSearch(old, budget);
        if (old.isEmpty()) {
            throw JinjaException.failed("replace() has an empty text to look for");
        }
        var builder = new TextBuilder(budget);
        int from = 0;
        long count = 0;
        for (int at = find(old, 0);
                at >= 0 && (limit < 0 || count < limit);
                at = find(old, from), count++) {
            builder.append(substring(from, at)).append(replacement);
            from = at + old.size();
        }
        return builder.append(substring(from, size())).build();
    }

    int find(Text other, int from) {
        return value.indexOf(other.value, from);
    }

    boolean contains(Text other, Budget budget) {
        chargeSearch(other, budget);
        return value.contains(other.value);
    }

    /// A search is as long as the product of both lengths at worst.
    void chargeSearch(Text other, Budget budget) {
        budget.characters((long) size() * other.size() / 16);
    }

    /// Python's `str.isspace` for one character.
    static boolean isSpace(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == '\u0085'
                || (c >= '\u001c' && c <= '\u001f');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && text.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /// Says how long it is, since texts hold what users wrote and end up in logs.
    @Override
    public String toString() {
        return "Text[" + size() + " characters]";
    }
}
