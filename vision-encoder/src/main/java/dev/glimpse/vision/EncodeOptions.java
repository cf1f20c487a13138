package dev.glimpse.vision;

import java.util.OptionalInt;

/// How one image is encoded.
///
/// @param maxSlices most slices beside the overview, the official `max_slice_nums`, 1 to
///   [#MOST_SLICES]; 1 for none, as for frames of a video; empty for what the model's file says, or
///   else 9
public record EncodeOptions(OptionalInt maxSlices) {
    /// More are never useful: the official limit is 9, and 36 in its widest tests.
    public static final int MOST_SLICES = 100;

    /// As the file says.
    public static final EncodeOptions DEFAULT = new EncodeOptions(OptionalInt.empty());

    public EncodeOptions {
        if (maxSlices.isPresent()
                && (maxSlices.getAsInt() < 1 || maxSlices.getAsInt() > MOST_SLICES)) {
            throw new IllegalArgumentException(
                    "max_slice_nums is "
                            + maxSlices.getAsInt()
                            + "; allowed: 1 (overview only) to "
                            + MOST_SLICES);
        }
    }

    /// The same with another number of slices.
    public EncodeOptions withMaxSlices(int slices) {
        return new EncodeOptions(OptionalInt.of(slices));
    }
}
