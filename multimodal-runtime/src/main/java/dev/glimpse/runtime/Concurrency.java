package dev.glimpse.runtime;

/// How many answers are computed beside each other.
///
/// @param slots answers at once
/// @param prefillRows most rows of prompts in a batch, while others are being answered; fewer where
///   the model is so slow that the gap between two of their tokens would be longer than a quarter
///   of a second
/// @param cachedPrefixes prompts and answers that stay in the KV cache for others that begin alike
/// @param savedPrefixes where those are saved that are given up there
public record Concurrency(
        int slots, int prefillRows, int cachedPrefixes, SavedPrefixOptions savedPrefixes) {
    /// Eight answers at once.
    public static final Concurrency DEFAULT = new Concurrency(8, 64, 16);

    /// One answer after the other, nothing kept.
    public static final Concurrency ONE = new Concurrency(1, 64, 0);

    /// llama.cpp's LLAMA_MAX_SEQ is 256.
    private static final int MAX_SLOTS = 64;

    public Concurrency {
        require("slots", slots, 1, MAX_SLOTS);
        require("prefillRows", prefillRows, 1, Integer.MAX_VALUE);
        require("cachedPrefixes", cachedPrefixes, 0, 2 * MAX_SLOTS);
    }

    /// Nothing is saved of what is given up in the KV cache.
    public Concurrency(int slots, int prefillRows, int cachedPrefixes) {
        this(slots, prefillRows, cachedPrefixes, SavedPrefixOptions.NONE);
    }

    /// The same with another number of slots.
    public Concurrency withSlots(int value) {
        return new Concurrency(value, prefillRows, cachedPrefixes, savedPrefixes);
    }

    /// The same with another number of cached prefixes. With none, an answer that is sampled alone
    /// is the same for the same seed; what is in the KV cache beside a prompt changes the order in
    /// which numbers are added up, and so their last digits.
    public Concurrency withCachedPrefixes(int value) {
        return new Concurrency(slots, prefillRows, value, savedPrefixes);
    }

    /// The same with what is given up in the KV cache saved elsewhere.
    public Concurrency withSavedPrefixes(SavedPrefixOptions value) {
        return new Concurrency(slots, prefillRows, cachedPrefixes, value);
    }

    /// Sequences a context needs for it.
    public int sequences() {
        return slots + cachedPrefixes;
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed: " + least + " to " + most);
        }
    }
}
