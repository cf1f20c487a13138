package dev.glimpse.vision.slice.resize;

import java.util.Arrays;

/// The loops that take the time. Every loop runs over one index in all its arrays, and all arrays
/// are of `int`, so that the JIT compiler vectorizes it.
final class WeightedSum {
    private WeightedSum() {}

    /// Sums the lines `first`, `first + 1`, ... of a ring, each times its weight, and rounds to 8
    /// bits: `sum[i]` is then between 0 and 255. No sum overflows: the values are 8-bit and the
    /// weights of one position, taken without signs, are together below 1.3 with at most 22
    /// fraction bits.
    static void of(int[][] ring, int first, int[] weights, int fractionBits, int[] sum) {
        Arrays.fill(sum, 1 << (fractionBits - 1));
        int lines = ring.length;
        var four = new int[4][];
        int w = 0;
        for (; w + 4 <= weights.length; w += 4) {
            for (int i = 0; i < 4; i++) {
                four[i] = ring[(first + w + i) % lines];
            }
            addFour(sum, weights, w, four);
        }
        for (; w < weights.length; w++) {
            addOne(sum, weights[w], ring[(first + w) % lines]);
        }
        clip(sum, fractionBits);
    }

    /// Four lines at once, so that a sum is loaded and stored once for all of them.
    private static void addFour(int[] sum, int[] weights, int w, int[][] lines) {
        int weight0 = weights[w];
        int weight1 = weights[w + 1];
        int weight2 = weights[w + 2];
        int weight3 = weights[w + 3];
        int[] line0 = lines[0];
        int[] line1 = lines[1];
        int[] line2 = lines[2];
        int[] line3 = lines[3];
        for (int i = 0; i < sum.length; i++) {
            sum[i] +=
                    weight0 * line0[i]
                            + weight1 * line1[i]
                            + weight2 * line2[i]
                            + weight3 * line3[i];
        }
    }

    private static void addOne(int[] sum, int weight, int[] line) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * line[i];
        }
    }

    private static void clip(int[] sum, int fractionBits) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.max(0, Math.min(255, sum[i] >> fractionBits));
        }
    }
}
