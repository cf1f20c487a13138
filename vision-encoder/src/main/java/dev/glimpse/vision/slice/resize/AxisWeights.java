package dev.glimpse.vision.slice.resize;

/// The filter along one axis: for each position of the output, the first position of the input it
/// stands on and integer weights from there on. Immutable.
final class AxisWeights {
    /// The filter is 0 beyond this distance, in positions of the coarser side.
    private static final double SUPPORT = 2.0;

    /// Any number does: a weight of one is exact.
    private static final int IDENTITY_BITS = 8;

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
        double scale = (double) input / output;
        double widening = Math.max(scale, 1.0);
        double reach = SUPPORT * widening;
        var first = new int[output];
        var exact = new double[output][];
        double largest = 0;
        for (int o = 0; o < output; o++) {
            double center = (o + 0.5) * scale;
            first[o] = Math.max((int) (center - reach + 0.5), 0);
            int end = Math.min((int) (center + reach + 0.5), input);
            exact[o] = new double[end - first[o]];
            double sum = 0;
            for (int i = 0; i < exact[o].length; i++) {
                exact[o][i] = bicubic((i + first[o] - center + 0.5) * (1.0 / widening));
                sum += exact[o][i];
            }
            for (int i = 0; i < exact[o].length; i++) {
                exact[o][i] /= sum;
                largest = Math.max(largest, exact[o][i]);
            }
        }
        int bits = rounding.fractionBits(largest);
        var weights = new int[output][];
        for (int o = 0; o < output; o++) {
            weights[o] = fixedPoint(exact[o], bits);
        }
        return new AxisWeights(first, weights, bits);
    }

    /// Keys' cubic convolution with a = -0.5.
    private static double bicubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1.0) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < SUPPORT ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }

    /// Rounds halves away from zero.
    private static int[] fixedPoint(double[] weights, int fractionBits) {
        var fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            double scaled = weights[i] * (1 << fractionBits);
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
