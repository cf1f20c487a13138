package dev.glimpse.vision.slice;

/// How a model wants its images cut. Immutable.
///
/// @param maxSlices the official `max_slice_nums`: slices beside the overview; 1 for none, as for
///   frames of a video
/// @param patchSide pixels a side of the encoder's patches
/// @param sideUnit pixels; each side of an overview and of a slice is a multiple of it, and it is
///   one of `patchSide`
/// @param baseSide pixels; the official `scale_resolution`: overview and slices have about the area
///   of a square of this side
/// @param maxPatches most patches of an overview or a slice; more is refused. A picture that is
///   very long and narrow has many: its area stays, but its short side is rounded up to `sideUnit`
public record SlicingOptions(
        int maxSlices, int patchSide, int sideUnit, int baseSide, int maxPatches) {

    /// What the official processors default to.
    public static final int DEFAULT_MAX_SLICES = 9;

    /// What 1x16384 pixels take with [#merging()], which is the narrowest image that
    /// [dev.glimpse.vision.image.ImageLimits#DEFAULT] lets through.
    public static final int DEFAULT_MAX_PATCHES = 16_384;

    public SlicingOptions {
        if (maxSlices < 1) {
            throw new IllegalArgumentException(
                    "maxSlices is " + maxSlices + "; it must be 1 (overview only) or more");
        }
        if (patchSide < 1 || sideUnit < patchSide || sideUnit % patchSide != 0) {
            throw new IllegalArgumentException(
                    "patchSide is "
                            + patchSide
                            + " and sideUnit "
                            + sideUnit
                            + "; sideUnit must be a multiple of patchSide");
        }
        if (baseSide < sideUnit || baseSide > 1 << 14) {
            throw new IllegalArgumentException(
                    "baseSide is "
                            + baseSide
                            + "; it must be between sideUnit, which is "
                            + sideUnit
                            + ", and 16384");
        }
        if (maxPatches < 1) {
            throw new IllegalArgumentException(
                    "maxPatches is " + maxPatches + "; it must be 1 or more");
        }
    }

    /// Options of the models with a resampler: 2.0 to 4.5. Sides are multiples of 14.
    public static SlicingOptions resampling() {
        return new SlicingOptions(DEFAULT_MAX_SLICES, 14, 14, 448, DEFAULT_MAX_PATCHES);
    }

    /// Options of the models that merge patches twice: 4.6 and 4.7, with 16x and with 4x fewer
    /// tokens. Sides are multiples of 56.
    public static SlicingOptions merging() {
        return new SlicingOptions(DEFAULT_MAX_SLICES, 14, 56, 448, DEFAULT_MAX_PATCHES);
    }

    /// The same with another number of slices.
    public SlicingOptions withMaxSlices(int slices) {
        return new SlicingOptions(slices, patchSide, sideUnit, baseSide, maxPatches);
    }

    /// The same with another limit of patches.
    public SlicingOptions withMaxPatches(int patches) {
        return new SlicingOptions(maxSlices, patchSide, sideUnit, baseSide, patches);
    }

    /// The same for frames of a video, and for whoever wants the overview only.
    public SlicingOptions singleSlice() {
        return withMaxSlices(1);
    }
}
