package dev.glimpse.cli.caption;

import java.util.Locale;

/// Captions for common purposes.
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

    /// What the model is told.
    public String prompt() {
        return prompt;
    }

    /// As users write it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
