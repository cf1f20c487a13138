package dev.glimpse.runtime.decode;

import java.util.List;

/// Rows one behind the other, each as a number that stands for it and all before it: equal for
/// equal beginnings, and hardly ever for others. So two are compared without walking through them.
/// Immutable.
final class RowNumbers {
    /// Rows that are computed again rather than kept.
    private static final int FEW = 8 * Points.WORTH_KEEPING;

    private final long[] numbers;

    private RowNumbers(long[] numbers) {
        this.numbers = numbers;
    }

    static RowNumbers of(List<RowKey> keys) {
        var numbers = new long[keys.size()];
        long number = 0;
        for (int row = 0; row < numbers.length; row++) {
            number = after(number, keys.get(row));
            numbers[row] = number;
        }
        return new RowNumbers(numbers);
    }

    int size() {
        return numbers.length;
    }

    /// How many rows both begin with.
    int common(RowNumbers other) {
        int same = 0;
        int most = Math.min(size(), other.size());
        while (same < most) {
            int middle = (same + most + 1) >>> 1;
            if (numbers[middle - 1] == other.numbers[middle - 1]) {
                same = middle;
            } else {
                most = middle - 1;
            }
        }
        return same;
    }

    /// Whether all that may begin with `other` may as well begin with these.
    boolean serves(RowNumbers other, Sharing sharing) {
        boolean longEnough =
                sharing == Sharing.ROWS ? other.size() <= size() : other.size() == size();
        return longEnough && common(other) == other.size();
    }

    /// Whether keeping `other` beside these is hardly worth it, since all but few of its rows, and
    /// less than a quarter, are here: another question about the same image. What a conversation
    /// adds is kept once it is more than that.
    boolean nearlyServes(RowNumbers other, Sharing sharing) {
        if (sharing != Sharing.ROWS) {
            return serves(other, sharing);
        }
        int common = common(other);
        return other.size() - common <= FEW && 4L * common >= 3L * other.size();
    }

    /// The last number stands for all.
    @Override
    public boolean equals(Object other) {
        return other instanceof RowNumbers rows
                && rows.size() == size()
                && (size() == 0 || rows.numbers[size() - 1] == numbers[size() - 1]);
    }

    @Override
    public int hashCode() {
        return size() == 0 ? 0 : Long.hashCode(numbers[size() - 1]);
    }

    private static long after(long before, RowKey key) {
        long number = mixed(before + key.token());
        number = mixed(number + key.image().hashCode());
        return mixed(number + key.place().hashCode());
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood, 2014).
    private static long mixed(long value) {
        long number = value + 0x9e3779b97f4a7c15L;
        number = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        number = (number ^ (number >>> 27)) * 0x94d049bb133111ebL;
        return number ^ (number >>> 31);
    }
}
