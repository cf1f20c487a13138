package dev.glimpse.vision;

/// Whose 8-bit arithmetic a resize follows. Both compute the same weights in `double` and round
/// them to integers; the results differ by at most 2 of 255, in under 1 % of the values.
public enum ResizeRounding {
    /// Pillow 12.3.0: 22 fraction bits. The processors of all versions offer it; 2.0 to 4.5 have no
    /// other.
    PILLOW,
    /// PyTorch's and torchvision's for 8-bit images: weights fit in 16 bits, with as many fraction
    /// bits as the largest weight of the axis leaves. What the processors of 4.6 and 4.7 use where
    /// torchvision is installed.
    TORCHVISION
}
