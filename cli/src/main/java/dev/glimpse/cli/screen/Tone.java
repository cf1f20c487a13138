package dev.glimpse.cli.screen;

/// How a piece of text stands out on a terminal with colours.
public enum Tone {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    ACCENT("36");

    private final String sgr;

    Tone(String sgr) {
        this.sgr = sgr;
    }

    /// The text between ECMA-48 "select graphic rendition" sequences.
    String wrap(String text) {
        return sgr.isEmpty() || text.isEmpty() ? text : "\u001B[" + sgr + "m" + text + "\u001B[0m";
    }
}
