package dev.glimpse.runtime.caption;

import java.util.Locale;
import java.util.Optional;

/// Captions for common purposes: what the model is told.
public enum CaptionStyle {
    SHORT("Describe the image in one short sentence."),
    DETAILED(
            "Describe the image in detail: what is in it, where it is, what happens, and how it"
                    + " looks."),
    TAGS(
            "List what the image shows as short tags in lower case, separated by commas. No"
                    + " sentence."),
    ALT_TEXT(
            "Write alt text for the image, for people who cannot see it: one sentence of at most"
                    + " 125 characters. Do not begin with \"Image of\".");

    private final String prompt;

    CaptionStyle(String prompt) {
        this.prompt = prompt;
    }

    /// The style as users write it: `alt-text`.
    public static Optional<CaptionStyle> named(String name) {
        for (CaptionStyle style : values()) {
            if (style.toString().equals(name)) {
                return Optional.of(style);
            }
        }
        return Optional.empty();
    }

    /// What the model is told.
    public String prompt() {
        return prompt;
    }

    /// What the model is told where the caption shall be in a language, which it may or may not
    /// know.
    public String prompt(CaptionLanguage language) {
        return prompt + " Write it in " + language.name() + ".";
    }

    /// As users write it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
