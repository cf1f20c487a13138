package dev.glimpse.evaluation.mark;

import java.util.Optional;

/// What an answer came to.
///
/// @param extracted a letter, `Yes` or `No`, or the answer proper; nothing if the rule saw none
/// @param credit 0 to 1; 1 is right
public record Mark(Optional<String> extracted, double credit) {
    /// Nothing was read.
    public static final Mark UNREAD = new Mark(Optional.empty(), 0);

    public Mark {
        if (!(credit >= 0 && credit <= 1)) {
            throw new IllegalArgumentException("credit is " + credit + "; allowed: 0 to 1");
        }
    }

    /// Right or wrong.
    public static Mark of(String extracted, boolean right) {
        return new Mark(Optional.of(extracted), right ? 1 : 0);
    }
}
