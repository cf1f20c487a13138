package dev.glimpse.runtime.text;

import java.util.List;
import java.util.Optional;

/// Ends an answer before the first stop string, without ever showing a part of it: what could still
/// become a stop string is held back until it is decided.
///
/// The first stop is the one whose last character comes first, so that the result does not depend
/// on how the text was cut into tokens. Where two end at the same character the longer one counts
/// and the answer ends before it.
///
/// Confined to the thread that decodes one answer.
public final class StopMatcher {
    private final List<Progress> stops;
    private final StringBuilder held = new StringBuilder();
    private Optional<String> matched = Optional.empty();

    /// @param stops none empty, none with half a surrogate pair; no stops let all text through
    public StopMatcher(List<String> stops) {
        this.stops = stops.stream().map(Progress::new).toList();
    }

    /// Takes the next piece of text.
    ///
    /// @return text that belongs to the answer for certain, often the piece itself; nothing once a
    ///   stop was [matched][#matched]
    public String feed(String text) {
        if (matched.isPresent()) {
            return "";
        }
        for (int i = 0; i < text.length(); i++) {
            held.append(text.charAt(i));
            var complete = advance(text.charAt(i));
            if (complete.isPresent()) {
                matched = complete;
                held.setLength(held.length() - complete.get().length());
                return release(held.length());
            }
        }
        int undecided = stops.stream().mapToInt(stop -> stop.length).max().orElse(0);
        return release(held.length() - undecided);
    }

    /// Ends the text: what was held back did not become a stop string and belongs to the answer.
    /// Nothing is held after a match.
    public String flush() {
        return release(held.length());
    }

    /// The stop string that ended the text.
    public Optional<String> matched() {
        return matched;
    }

    private Optional<String> advance(char next) {
        Optional<String> longest = Optional.empty();
        for (var stop : stops) {
            boolean complete = stop.advance(next);
            if (complete && longest.map(String::length).orElse(0) < stop.text.length()) {
                longest = Optional.of(stop.text);
            }
        }
        return longest;
    }

    private String release(int count) {
        var text = held.substring(0, count);
        held.delete(0, count);
        return text;
    }

    /// How far one stop string has come (Knuth, Morris and Pratt's automaton, so that long stop
    /// strings cost no more than short ones).
    private static final class Progress {
        final String text;

        /// How many of the stop's first characters the text ends with.
        int length;

        /// `fallback[n]`: the longest begin of the stop that the first n + 1 characters end with.
        private final int[] fallback;

        Progress(String text) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        "a stop string is empty; each needs a character");
            }
            if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
                throw new IllegalArgumentException(
                        "a stop string has half a surrogate pair; only whole characters are"
                                + " allowed");
            }
            this.text = text;
            this.fallback = new int[text.length()];
            for (int i = 1; i < fallback.length; i++) {
                fallback[i] = longer(fallback[i - 1], text.charAt(i));
            }
        }

        /// @return whether the text ends with the whole stop string now; the first such answer is
        ///   the last call
        boolean advance(char next) {
            length = longer(length, next);
            return length == text.length();
        }

        private int longer(int from, char next) {
            int reached = from;
            while (reached > 0 && text.charAt(reached) != next) {
                reached = fallback[reached - 1];
            }
            return text.charAt(reached) == next ? reached + 1 : 0;
        }
    }
}
