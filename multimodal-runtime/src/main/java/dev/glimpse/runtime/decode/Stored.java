package dev.glimpse.runtime.decode;

/// A saved prefix in a file, by its rows. Immutable.
final class Stored {
    private final String name;
    private final long[] numbers;
    private final long bytes;

    /// @param name of the file
    /// @param numbers of its rows, see [RowKey#numbers]; taken over
    Stored(String name, long[] numbers, long bytes) {
        this.name = name;
        this.numbers = numbers;
        this.bytes = bytes;
    }

    String name() {
        return name;
    }

    int rows() {
        return numbers.length;
    }

    long bytes() {
        return bytes;
    }

    /// How many of its rows a prompt begins with, as far as numbers tell.
    int common(PromptRows prompt) {
        return prompt.common(numbers);
    }

    /// Whether all that may begin with rows of these numbers may as well begin with it.
    boolean serves(long[] other, Sharing sharing) {
        int last = other.length - 1;
        boolean longEnough =
                sharing == Sharing.ROWS ? last < numbers.length : last == numbers.length - 1;
        return last >= 0 && longEnough && numbers[last] == other[last];
    }

    boolean serves(Stored other, Sharing sharing) {
        return serves(other.numbers, sharing);
    }
}
