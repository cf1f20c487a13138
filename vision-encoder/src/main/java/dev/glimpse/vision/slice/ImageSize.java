package dev.glimpse.vision.slice;

/// A size in pixels.
///
/// @param width 1 or more
/// @param height 1 or more
public record ImageSize(int width, int height) {
    public ImageSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "size is " + width + "x" + height + "; each side must be 1 or more");
        }
    }

    /// Width times height.
    public long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
