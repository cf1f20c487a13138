package dev.glimpse.vision.image;

/// What an image file may be, checked on its header before anything is decoded.
///
/// @param maxBytes size of the file
/// @param maxSide width and height in pixels
/// @param maxPixels width times height
public record ImageLimits(long maxBytes, int maxSide, long maxPixels) {

    /// 32 MiB, 16,384 pixels a side, 40 megapixels.
    public static final ImageLimits DEFAULT = new ImageLimits(32L << 20, 16_384, 40_000_000);

    public ImageLimits {
        if (maxBytes < 1 || maxSide < 1 || maxPixels < 1) {
            throw new IllegalArgumentException(
                    "limits are "
                            + maxBytes
                            + " bytes, "
                            + maxSide
                            + " pixels a side, "
                            + maxPixels
                            + " pixels; each must be 1 or more");
        }
    }
}
