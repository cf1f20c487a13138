package dev.glimpse.cli.flag;

import dev.glimpse.runtime.chat.ImageOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the model sees images.
public final class ImageFlags {
    @Option(
            names = "--max-slices",
            paramLabel = "N",
            description =
                    "Most slices that an image is cut into, beside the overview; 1 is the overview"
                            + " alone. Default: the model's own, usually 9.")
    private @Nullable Integer maxSlices;

    @Option(
            names = "--image-ids",
            negatable = true,
            description =
                    "Whether the prompt tells each image's number. Default: as the model was"
                            + " trained.")
    private @Nullable Boolean imageIds;

    /// The options with these settings.
    public ImageOptions options() {
        try {
            ImageOptions options = ImageOptions.DEFAULT;
            if (maxSlices != null) {
                options = options.withMaxSlices(maxSlices);
            }
            return imageIds == null ? options : options.withNumbered(imageIds);
        } catch (IllegalArgumentException e) {
            throw FlagNames.refusal(e);
        }
    }
}
