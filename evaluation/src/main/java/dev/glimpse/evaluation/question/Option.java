package dev.glimpse.evaluation.question;

/// One of the answers a question offers.
///
/// @param letter one upper-case Latin letter
/// @param text never empty
public record Option(String letter, String text) {
    public Option {
        if (!letter.matches("[A-Z]")) {
            throw new IllegalArgumentException(
                    "option letter is \"" + letter + "\"; allowed: A to Z");
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "option " + letter + " has no text; leave it out instead");
        }
    }
}
