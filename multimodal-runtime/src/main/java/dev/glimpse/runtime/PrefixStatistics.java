package dev.glimpse.runtime;

/// What requests had in common, and how full the KV cache is. A row is a position of a prompt: a
/// text token, or a row of an image's embedding.
///
/// @param hits requests that began with rows computed for another
/// @param misses requests that did not
/// @param sharedRows rows that requests did not have to compute
/// @param promptRows rows of all prompts, those among them
/// @param heldRows rows in the KV cache now, of requests that run and that have ended
/// @param capacityRows how many it can hold
/// @param saved what was given up in the KV cache and kept on the heap
/// @param stored what was kept in a folder
public record PrefixStatistics(
        long hits,
        long misses,
        long sharedRows,
        long promptRows,
        int heldRows,
        int capacityRows,
        Saved saved,
        Saved stored) {

    /// Prefixes that were given up in the KV cache and saved.
    ///
    /// @param saves how many were, so far
    /// @param restores how often one was put back
    /// @param entries how many there are now
    /// @param bytes what these take
    public record Saved(long saves, long restores, int entries, long bytes) {}
}
