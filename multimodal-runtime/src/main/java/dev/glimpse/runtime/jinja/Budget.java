package dev.glimpse.runtime.jinja;

/// How much one rendering may do before it is ended with [JinjaException.Kind#LIMIT]. Confined to
/// the rendering.
public final class Budget {
    private static final long STEPS = 2_000_000;
    private static final long CHARACTERS = 32L << 20;
    private static final int CALL_DEPTH = 100;

    private long stepsLeft;
    private long charactersLeft;
    private int callDepth;

    private Budget(long steps, long characters) {
        this.stepsLeft = steps;
        this.charactersLeft = characters;
    }

    /// Enough for any real template and a conversation of some megabytes; about a second at worst.
    public static Budget standard() {
        return new Budget(STEPS, CHARACTERS);
    }

    /// Charges work that does not depend on a text's length.
    void steps(long count) {
        stepsLeft -= count;
        if (stepsLeft < 0) {
            throw exceeded("more steps than a chat template needs");
        }
    }

    /// Charges characters before they are written.
    void characters(long count) {
        charactersLeft -= count;
        if (charactersLeft < 0) {
            throw exceeded("more text than a chat template needs");
        }
    }

    /// Refuses at once what would be written `count` times.
    void repetition(long size, long count) {
        if (count > 0 && size > charactersLeft / count) {
            throw exceeded("more text than a chat template needs");
        }
    }

    void enterCall() {
        if (++callDepth > CALL_DEPTH) {
            throw exceeded("macros more than " + CALL_DEPTH + " deep");
        }
    }

    void leaveCall() {
        callDepth--;
    }

    static JinjaException exceeded(String what) {
        return new JinjaException(
                JinjaException.Kind.LIMIT, 0, "it uses " + what + "; such templates are refused");
    }
}
