package dev.glimpse.vision.image.codec;

/// How stored pixels lie against displayed ones: the eight values of Exif's and TIFF's tag 274 in
/// order, so that `values()[tag - 1]` is the one.
enum Orientation {
    NORMAL,
    MIRRORED,
    ROTATED_180,
    FLIPPED,
    TRANSPOSED,
    /// To display, turn clockwise by a quarter.
    ROTATED_90,
    TRANSVERSED,
    /// To display, turn counter-clockwise by a quarter.
    ROTATED_270;

    /// The orientation of a tag's value; values that the standard does not know mean normal, as
    /// everywhere else.
    static Orientation ofTag(long value) {
        return value >= 1 && value <= 8 ? values()[(int) value - 1] : NORMAL;
    }

    /// The image as it is displayed.
    Raster apply(Raster stored) {
        return switch (this) {
            case NORMAL -> stored;
            case MIRRORED -> turn(stored, false, true, false);
            case ROTATED_180 -> turn(stored, false, true, true);
            case FLIPPED -> turn(stored, false, false, true);
            case TRANSPOSED -> turn(stored, true, false, false);
            case ROTATED_90 -> turn(stored, true, false, true);
            case TRANSVERSED -> turn(stored, true, true, true);
            case ROTATED_270 -> turn(stored, true, true, false);
        };
    }

    /// Fills each displayed pixel from its stored place: axes swapped if `swap`, then counted from
    /// the stored right or bottom edge.
    private static Raster turn(Raster stored, boolean swap, boolean fromRight, boolean fromBottom) {
        int width = swap ? stored.height() : stored.width();
        int height = swap ? stored.width() : stored.height();
        byte[] from = stored.rgb();
        var to = new byte[from.length];
        int alongX = fromRight ? -3 : 3;
        int alongY = (fromBottom ? -3 : 3) * stored.width();
        int origin =
                (fromRight ? 3 * (stored.width() - 1) : 0)
                        + (fromBottom ? 3 * stored.width() * (stored.height() - 1) : 0);
        int stepX = swap ? alongY : alongX;
        int stepY = swap ? alongX : alongY;
        int target = 0;
        for (int y = 0; y < height; y++) {
            int source = origin + y * stepY;
            for (int x = 0; x < width; x++, source += stepX, target += 3) {
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new Raster(width, height, to);
    }
}
