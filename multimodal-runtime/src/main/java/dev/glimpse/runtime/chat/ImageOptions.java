package dev.glimpse.runtime.chat;

import dev.glimpse.vision.EncodeOptions;
import java.util.Optional;
import java.util.OptionalInt;

/// How the model sees an image.
///
/// @param maxSlices most slices beside the overview, the official `max_slice_nums`, 1 to
///   [EncodeOptions#MOST_SLICES]; empty for the model's own
/// @param numbered whether the prompt tells the image's number, the official `use_image_id`; empty
///   for what the model was trained with. Models before 2.6 know no numbers
public record ImageOptions(OptionalInt maxSlices, Optional<Boolean> numbered) {
    /// As the model was trained.
    public static final ImageOptions DEFAULT =
            new ImageOptions(OptionalInt.empty(), Optional.empty());

    /// For a frame of a video: seen whole, without a number.
    public static final ImageOptions FRAME =
            new ImageOptions(OptionalInt.of(1), Optional.of(false));

    public ImageOptions {
        var _ = new EncodeOptions(maxSlices); // checks the range
    }

    public ImageOptions withMaxSlices(int slices) {
        return new ImageOptions(OptionalInt.of(slices), numbered);
    }

    public ImageOptions withNumbered(boolean value) {
        return new ImageOptions(maxSlices, Optional.of(value));
    }

    /// What the encoder needs of this.
    public EncodeOptions encode() {
        return new EncodeOptions(maxSlices);
    }
}
