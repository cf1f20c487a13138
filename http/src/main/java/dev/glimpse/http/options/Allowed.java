package dev.glimpse.http.options;

/// Refuses values in the words of all options.
final class Allowed {
    private Allowed() {}

    /// @throws IllegalArgumentException unless it holds: `port is 70000; allowed: ...`
    static void require(boolean holds, String name, Object found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed: " + allowed);
        }
    }
}
