package dev.glimpse.runtime.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The texts that a vocabulary reads as tokens of a special meaning: its control tokens and those
/// that a user defined. Immutable.
public final class SpecialTokens {
    /// By first character; most begin with `<`.
    private final Map<Character, List<String>> byFirst = new HashMap<>();

    public SpecialTokens(Collection<String> texts) {
        for (var text : texts) {
            // A single character has nothing to be cut in and is no forgery.
            if (text.length() > 1) {
                byFirst.computeIfAbsent(text.charAt(0), _ -> new ArrayList<>()).add(text);
            }
        }
    }

    /// The length of the longest special token that begins at `index`; 0 where none does.
    int lengthAt(String text, int index) {
        int longest = 0;
        for (var candidate : byFirst.getOrDefault(text.charAt(index), List.of())) {
            if (candidate.length() > longest && text.startsWith(candidate, index)) {
                longest = candidate.length();
            }
        }
        return longest;
    }
}
