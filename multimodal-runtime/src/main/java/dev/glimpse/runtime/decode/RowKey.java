package dev.glimpse.runtime.decode;

import java.util.List;

/// What a row of the KV cache was computed from, besides the rows before it.
///
/// @param token a text token, or -1
/// @param image the digest of the image's embedding, or nothing
/// @param place where it stands: on a canvas, what comes later in the prompt has a part in that
record RowKey(int token, String image, Place place) {
    static RowKey token(int id, Place place) {
        return new RowKey(id, "", place);
    }

    static RowKey image(String digest, Place place) {
        return new RowKey(-1, digest, place);
    }

    /// A number for each of several rows that stands for it and all before it: equal for equal
    /// beginnings, and hardly ever for others.
    static long[] numbers(List<RowKey> keys) {
        var numbers = new long[keys.size()];
        long number = 0;
        for (int row = 0; row < numbers.length; row++) {
            number = keys.get(row).after(number);
            numbers[row] = number;
        }
        return numbers;
    }

    private long after(long before) {
        long number = mixed(before + token);
        number = mixed(number + image.hashCode());
        return mixed(number + place.hashCode());
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood, 2014).
    private static long mixed(long value) {
        long number = value + 0x9e3779b97f4a7c15L;
        number = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        number = (number ^ (number >>> 27)) * 0x94d049bb133111ebL;
        return number ^ (number >>> 31);
    }
}
