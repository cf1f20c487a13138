package dev.glimpse.vision.patch;

/// From an 8-bit value to about -1 to 1: `(value / 255 - mean) / deviation` with 0.5 for both, in
/// the order of `float` operations of an official backend. They differ in the last bits.
public enum Normalization {
    /// `(value / 255 - 0.5) / 0.5`, rounded after each step: the processors of 2.0 to 4.5, and
    /// Pillow's backend of the later ones.
    STEPWISE {
        @Override
        float of(int value) {
            return (value / 255f - 0.5f) / 0.5f;
        }
    },
    /// `(value - 127.5) / 127.5`: torchvision's backend of 4.6 and 4.7, which takes the factor of
    /// 255 into mean and deviation.
    FUSED {
        @Override
        float of(int value) {
            return (value - 127.5f) / 127.5f;
        }
    };

    /// The normalized value of 0 to 255.
    abstract float of(int value);

    /// The values of 0 to 255, in order.
    float[] table() {
        var table = new float[256];
        for (int value = 0; value < table.length; value++) {
            table[value] = of(value);
        }
        return table;
    }
}
