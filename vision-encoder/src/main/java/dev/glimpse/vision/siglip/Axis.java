package dev.glimpse.vision.siglip;

/// One side of a matrix: groups of numbers, each followed by zeros where a kernel wants longer
/// ones. Zeros change no result: what they are multiplied with is zero too.
///
/// @param groups how many groups, such as attention heads
/// @param size numbers a group in the file
/// @param padded numbers a group in memory
record Axis(int groups, int size, int padded) {
    Axis {
        if (groups < 1 || size < 1 || padded < size) {
            throw new IllegalArgumentException(
                    "axis of " + groups + " groups of " + size + " padded to " + padded);
        }
    }

    /// As long in memory as in the file.
    static Axis of(int length) {
        return new Axis(1, length, length);
    }

    /// One group with zeros up to a multiple of `unit`.
    static Axis paddedTo(int length, int unit) {
        return new Axis(1, length, Math.ceilDiv(length, unit) * unit);
    }

    /// Numbers in the file.
    int stored() {
        return groups * size;
    }

    /// Numbers in memory.
    int length() {
        return groups * padded;
    }

    boolean isPadded() {
        return padded > size;
    }
}
