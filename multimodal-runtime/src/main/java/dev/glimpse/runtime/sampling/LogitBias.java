package dev.glimpse.runtime.sampling;

/// Makes tokens likelier or less likely: a number that is added to their logits. [#BAN] forbids
/// them.
public sealed interface LogitBias {
    /// Most that can be added or taken off.
    float MOST = 100;

    /// Forbids the token altogether.
    float BAN = -MOST;

    /// What is added to the logit, -100 to 100.
    float bias();

    /// For one token by its number in the model's vocabulary.
    record OfToken(int token, float bias) implements LogitBias {
        public OfToken {
            if (token < 0) {
                throw new IllegalArgumentException(
                        "logit_bias has token " + token + "; allowed: 0 or more");
            }
            check(String.valueOf(token), bias);
        }
    }

    /// For every token that a text is made of. Texts differ by a space at their begin.
    record OfText(String text, float bias) implements LogitBias {
        public OfText {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        "logit_bias has an empty text; each needs a character");
            }
            check("'" + text + "'", bias);
        }
    }

    private static void check(String of, float bias) {
        if (!(bias >= BAN && bias <= MOST)) {
            throw new IllegalArgumentException(
                    "logit_bias is " + bias + " for " + of + "; allowed: -100 (ban) to 100");
        }
    }
}
