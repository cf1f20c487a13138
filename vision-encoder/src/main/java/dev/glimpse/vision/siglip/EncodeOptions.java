package dev.glimpse.vision.siglip;

import java.util.OptionalInt;

/// How one image is encoded.
///
/// @param maxSlices most slices beside the overview, the official `max_slice_nums`; 1 for none;
///   empty for what the model's file says, or else 9
/// @param imageId the image's number in the prompt, from 0, which models since 2.6 read before it;
///   empty for `use_image_id` off
public record EncodeOptions(OptionalInt maxSlices, OptionalInt imageId) {
    /// As the file says, without a number.
    public static final EncodeOptions DEFAULT =
            new EncodeOptions(OptionalInt.empty(), OptionalInt.empty());

    public EncodeOptions {
        if (maxSlices.isPresent() && maxSlices.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "maxSlices is "
                            + maxSlices.getAsInt()
                            + "; allowed: 1 (overview only) or more");
        }
        if (imageId.isPresent() && imageId.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "imageId is " + imageId.getAsInt() + "; allowed: 0 or more");
        }
    }

    /// The same with another number of slices.
    public EncodeOptions withMaxSlices(int slices) {
        return new EncodeOptions(OptionalInt.of(slices), imageId);
    }

    /// The same with an image's number.
    public EncodeOptions withImageId(int id) {
        return new EncodeOptions(maxSlices, OptionalInt.of(id));
    }
}
