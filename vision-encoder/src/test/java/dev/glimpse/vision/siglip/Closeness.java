package dev.glimpse.vision.siglip;

import static org.assertj.core.api.Assertions.assertThat;

/// How near one list of numbers is to another.
///
/// @param cosine of the angle between them
/// @param maxError largest difference
/// @param deviation standard deviation of the expected numbers
/// @param normalizedError sum of squared differences over that of squared expected numbers
record Closeness(double cosine, double maxError, double deviation, double normalizedError) {
    /// The bounds that hold for each precision of weights, against results in 32-bit floats.
    enum Bound {
        /// The order of sums, and ggml's table of GELU, which is of 16-bit floats.
        F32(0.999999, 0.01),
        /// Activations are rounded to 16-bit floats before each product, 11 bits each.
        F16(0.99999, 0.03),
        /// As F16, with 8 bits.
        BF16(0.9995, 0.15),
        /// Weights and activations have 8 bits with a scale for each 32. At a width of 64, as here,
        /// a single number may be far off; the cosine is what counts.
        Q8_0(0.999, 0.5),
        /// As Q8_0, from weights that were quantized before: the errors of both add.
        REQUANTIZED(0.998, 0.5),
        /// What [WeightPrecision#FASTEST] is on any processor, or coarser: scales for each 128
        /// numbers leave errors about a third larger than Q8_0's, and models 64 wide have nothing
        /// to average them over.
        FASTEST(0.998, 0.75),
        /// Weights have 4 bits: random ones, which are all that tests have, suffer most.
        Q4_0(0.9, 2.5),
        /// libmtmd rounds the pixels and weights of patches to 16-bit floats.
        LIBMTMD(0.99999, 0.05),
        /// The same numbers in another order of sums, and of 16-bit roundings after them.
        BATCHED(0.99999, 0.02);

        private final double leastCosine;
        private final double mostError;

        Bound(double leastCosine, double mostError) {
            this.leastCosine = leastCosine;
            this.mostError = mostError;
        }

        /// The looser of two.
        Bound atLeast(Bound other) {
            return other.leastCosine < leastCosine ? other : this;
        }
    }

    static Closeness of(float[] found, float[] expected) {
        if (found.length != expected.length) {
            throw new AssertionError(found.length + " numbers, not " + expected.length);
        }
        double dot = 0;
        double foundSquares = 0;
        double expectedSquares = 0;
        double sum = 0;
        double maxError = 0;
        double errorSquares = 0;
        for (int i = 0; i < found.length; i++) {
            dot += (double) found[i] * expected[i];
            foundSquares += (double) found[i] * found[i];
            expectedSquares += (double) expected[i] * expected[i];
            sum += expected[i];
            double error = (double) found[i] - expected[i];
            maxError = Math.max(maxError, Math.abs(error));
            errorSquares += error * error;
            if (!Float.isFinite(found[i])) {
                throw new AssertionError("number " + i + " is " + found[i]);
            }
        }
        double mean = sum / found.length;
        return new Closeness(
                dot / Math.sqrt(foundSquares * expectedSquares),
                maxError,
                Math.sqrt(Math.max(0, expectedSquares / found.length - mean * mean)),
                errorSquares / expectedSquares);
    }

    /// The largest difference in standard deviations.
    double relativeError() {
        return maxError / deviation;
    }

    void assertWithin(Bound bound, String what) {
        assertThat(cosine).as("cosine of " + what + ": " + this).isGreaterThan(bound.leastCosine);
        assertThat(relativeError())
                .as("error of " + what + ": " + this)
                .isLessThan(bound.mostError);
    }
}
