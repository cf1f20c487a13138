package dev.glimpse.http.wire;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What somebody who wrote an unknown name may have meant.
final class NameSuggestion {
    private NameSuggestion() {}

    /// ` is unknown; did you mean "question"? Allowed: image, question`, with the question left out
    /// where no name is close.
    static String unknown(String name, Collection<String> allowed) {
        String meant =
                closest(name, allowed).map(best -> "did you mean \"" + best + "\"? ").orElse("");
        return " is unknown; " + meant + "allowed: " + String.join(", ", allowed);
    }

    private static Optional<String> closest(String name, Collection<String> allowed) {
        return allowed.stream()
                .filter(candidate -> distance(name, candidate) <= 1 + candidate.length() / 4)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /// Levenshtein's distance, over at most the first 64 characters.
    private static int distance(String left, String right) {
        String a = left.substring(0, Math.min(left.length(), 64));
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
