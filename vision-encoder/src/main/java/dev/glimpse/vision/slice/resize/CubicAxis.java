package dev.glimpse.vision.slice.resize;

/// The bicubic filter along one axis, exactly: for each position of the output, the first position
/// of the input it stands on and weights from there on, which sum to 1. Keys' cubic convolution
/// with a = -0.5, widened by the scale when shrinking ("antialias"). Immutable.
///
/// What Pillow resizes pixels with, and PyTorch's `interpolate(mode="bicubic", antialias=True)`
/// everything.
public final class CubicAxis {
    /// The filter is 0 beyond this distance, in positions of the coarser side.
    private static final double SUPPORT = 2.0;

    private final int[] first;
    private final double[][] weights;

    private CubicAxis(int[] first, double[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /// Weights from `input` positions to `output`, both 1 or more.
    public static CubicAxis of(int input, int output) {
        double scale = (double) input / output;
        double widening = Math.max(scale, 1.0);
        double reach = SUPPORT * widening;
        var first = new int[output];
        var weights = new double[output][];
        for (int o = 0; o < output; o++) {
            double center = (o + 0.5) * scale;
            first[o] = Math.max((int) (center - reach + 0.5), 0);
            int end = Math.min((int) (center + reach + 0.5), input);
            weights[o] = new double[end - first[o]];
            double sum = 0;
            for (int i = 0; i < weights[o].length; i++) {
                weights[o][i] = cubic((i + first[o] - center + 0.5) * (1.0 / widening));
                sum += weights[o][i];
            }
            for (int i = 0; i < weights[o].length; i++) {
                weights[o][i] /= sum;
            }
        }
        return new CubicAxis(first, weights);
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1.0) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < SUPPORT ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }

    /// Positions of the output.
    public int length() {
        return first.length;
    }

    /// The first input position that output position `o` stands on.
    public int first(int o) {
        return first[o];
    }

    /// How many input positions `o` stands on.
    public int count(int o) {
        return weights[o].length;
    }

    /// The weight of input position `first(o) + i`.
    public double weight(int o, int i) {
        return weights[o][i];
    }
}
