package dev.glimpse.vision.slice.resize;

import dev.glimpse.vision.ResizeRounding;

/// The weights of a [CubicAxis] as integers. Immutable.
final class AxisWeights {
    /// Any number does: a weight of one is exact.
    private static final int IDENTITY_BITS = 8;

    /// Sums of a few hundred weights of 8-bit values then fit in an `int`.
    private static final int MOST_BITS = 22;

    private final int[] first;
    private final int[][] weights;
    private final int fractionBits;
    private final int longest;

    private AxisWeights(int[] first, int[][] weights, int fractionBits) {
        this.first = first;
        this.weights = weights;
        this.fractionBits = fractionBits;
        int most = 0;
        for (int[] each : weights) {
            most = Math.max(most, each.length);
        }
        this.longest = most;
    }

    /// Weights from `input` positions to `output`. Where both are equal every position stands for
    /// itself, which is what Pillow does by leaving out the pass.
    static AxisWeights of(int input, int output, ResizeRounding rounding) {
        return input == output ? identity(input) : bicubic(input, output, rounding);
    }

    private static AxisWeights identity(int length) {
        var first = new int[length];
        var weights = new int[length][];
        var one = new int[] {1 << IDENTITY_BITS};
        for (int i = 0; i < length; i++) {
            first[i] = i;
            weights[i] = one;
        }
        return new AxisWeights(first, weights, IDENTITY_BITS);
    }

    private static AxisWeights bicubic(int input, int output, ResizeRounding rounding) {
        CubicAxis exact = CubicAxis.of(input, output);
        double largest = 0;
        for (int o = 0; o < output; o++) {
            for (int i = 0; i < exact.count(o); i++) {
                largest = Math.max(largest, exact.weight(o, i));
            }
        }
        int bits = fractionBits(rounding, largest);
        var first = new int[output];
        var weights = new int[output][];
        for (int o = 0; o < output; o++) {
            first[o] = exact.first(o);
            weights[o] = fixedPoint(exact, o, bits);
        }
        return new AxisWeights(first, weights, bits);
    }

    /// Fraction bits of an axis whose weights are at most `largest`: torchvision's are as many as
    /// let it fit in 16 bits.
    private static int fractionBits(ResizeRounding rounding, double largest) {
        return switch (rounding) {
            case PILLOW -> MOST_BITS;
            case TORCHVISION -> {
                int bits = 0;
                while (bits < MOST_BITS && (int) (0.5 + largest * (2 << bits)) < 1 << 15) {
                    bits++;
                }
                yield bits;
            }
        };
    }

    /// Rounds halves away from zero.
    private static int[] fixedPoint(CubicAxis exact, int o, int fractionBits) {
        var fixed = new int[exact.count(o)];
        for (int i = 0; i < fixed.length; i++) {
            double scaled = exact.weight(o, i) * (1 << fractionBits);
            fixed[i] = (int) (scaled + (scaled < 0 ? -0.5 : 0.5));
        }
        return fixed;
    }

    /// Positions of the output.
    int length() {
        return first.length;
    }

    /// The first input position that output position `o` stands on.
    int first(int o) {
        return first[o];
    }

    /// One past the last input position that `o` stands on.
    int end(int o) {
        return first[o] + weights[o].length;
    }

    /// The weights of `o`, which nobody changes.
    int[] weights(int o) {
        return weights[o];
    }

    /// The most weights of any position.
    int longest() {
        return longest;
    }

    int fractionBits() {
        return fractionBits;
    }
}
