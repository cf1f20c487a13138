package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import java.util.ArrayList;
import java.util.List;

/// Reads a list of texts written as Python or JSON writes it: `['a', "b"]`.
final class ListText {
    private final String text;
    private final String where;
    private final int end;
    private int place;

    /// @param start of the items
    /// @param end of the items
    private ListText(String text, String where, int start, int end) {
        this.text = text;
        this.where = where;
        this.place = start;
        this.end = end;
    }

    /// Whether a text begins and ends as a list does.
    static boolean isList(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    /// The items; numbers and bare words as texts. A list that is the only item of another, as
    /// MMMU-Pro has one among its options, stands for that.
    ///
    /// @throws DatasetException if the text is no list
    static List<String> parse(String text, String where) {
        if (!isList(text)) {
            throw new DatasetException(where + ": found \"" + shown(text) + "\"; expected a list");
        }
        int start = 1;
        int end = text.length() - 1;
        String inner = text.substring(start, end).strip();
        while (isList(inner) && inner.matches("(?s)\\[\\s*['\"].*")) {
            start = text.indexOf('[', start) + 1;
            end = text.lastIndexOf(']', end - 1);
            inner = text.substring(start, end).strip();
        }
        return new ListText(text, where, start, end).items();
    }

    private List<String> items() {
        var items = new ArrayList<String>();
        skipSpace();
        while (place < end) {
            char first = text.charAt(place);
            items.add(first == '\'' || first == '"' ? quoted(first) : bare());
            skipSpace();
            if (place < end) {
                if (text.charAt(place) != ',') {
                    throw fault("a comma is missing");
                }
                place++;
                skipSpace();
            }
        }
        return items;
    }

    private String bare() {
        int start = place;
        while (place < end && text.charAt(place) != ',') {
            place++;
        }
        String item = text.substring(start, place).strip();
        if (item.isEmpty()) {
            throw fault("an item is missing");
        }
        return item;
    }

    private String quoted(char quote) {
        var item = new StringBuilder();
        place++;
        while (place < end) {
            char next = text.charAt(place++);
            if (next == quote) {
                return item.toString();
            }
            item.append(next == '\\' ? escaped() : next);
        }
        throw fault("a quote never closes");
    }

    private char escaped() {
        char next = text.charAt(place++);
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'x' -> coded(2);
            case 'u' -> coded(4);
            default -> next;
        };
    }

    private char coded(int digits) {
        int end = Math.min(place + digits, text.length());
        try {
            char value = (char) Integer.parseInt(text.substring(place, end), 16);
            place = end;
            return value;
        } catch (NumberFormatException _) {
            throw fault("an escape has no number");
        }
    }

    private void skipSpace() {
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
    }

    private DatasetException fault(String what) {
        return new DatasetException(
                where + ": " + what + " at character " + place + " of list " + shown(text));
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
