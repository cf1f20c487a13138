package dev.glimpse.vision.siglip;

import dev.glimpse.vision.patch.BucketRule;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.slice.SlicingOptions;

/// The shape of a model, read once from the file's metadata and checked by [SiglipMetadata].
///
/// @param vit the transformer
/// @param patchSide pixels a side of a patch
/// @param tableSide positions a side of the table of position embeddings
/// @param projector what follows the transformer
/// @param slicing how the model wants its images cut
record SiglipConfig(
        VitConfig vit, int patchSide, int tableSide, Projector projector, SlicingOptions slicing) {

    /// Values of a patch: its pixels' three channels.
    int patchValues() {
        return 3 * patchSide * patchSide;
    }

    /// How patches get their places.
    PositionRule positionRule() {
        return switch (projector) {
            case Projector.Resampling resampling ->
                    resampling.version() == ResamplerVersion.V2_0
                            ? new PositionRule.Stretched()
                            : new PositionRule.Rows(BucketRule.FLOAT32);
            case Projector.Merging _ -> new PositionRule.Rows(BucketRule.EXACT);
        };
    }

    /// Patches a side of a square slice.
    int usualSide() {
        int units = slicing.baseSide() / slicing.sideUnit();
        return units * (slicing.sideUnit() / patchSide);
    }

    /// How often neighbouring patches are merged.
    int halvings() {
        return switch (projector) {
            case Projector.Resampling _ -> 0;
            case Projector.Merging merging -> merging.halvings();
        };
    }

    /// Rows of the embedding of a slice.
    int rows(int patches) {
        return switch (projector) {
            case Projector.Resampling resampling -> resampling.queries();
            case Projector.Merging merging -> patches >> (2 * merging.halvings());
        };
    }

    /// Both official backends agree with this to a bit; see [Normalization].
    Normalization normalization() {
        return Normalization.STEPWISE;
    }
}
