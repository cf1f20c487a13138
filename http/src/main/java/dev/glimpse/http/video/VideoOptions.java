package dev.glimpse.http.video;

import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.video.FrameSampling;
import java.util.OptionalInt;

/// Which frames of a video are seen, and how.
///
/// @param framesPerPack frames that become one image's tokens; empty as the model was trained
record VideoOptions(FrameSampling sampling, OptionalInt framesPerPack) {
    /// As the model was trained.
    static final VideoOptions DEFAULT =
            new VideoOptions(FrameSampling.DEFAULT, OptionalInt.empty());

    VideoOptions {
        if (framesPerPack.isPresent()) {
            int frames = framesPerPack.getAsInt();
            if (frames < 1 || frames > FramePack.MOST_FRAMES) {
                throw new IllegalArgumentException(
                        "frames of a pack are "
                                + frames
                                + "; allowed: 1 to "
                                + FramePack.MOST_FRAMES);
            }
        }
    }

    VideoOptions withSampling(FrameSampling value) {
        return new VideoOptions(value, framesPerPack);
    }

    VideoOptions withFramesPerPack(int value) {
        return new VideoOptions(sampling, OptionalInt.of(value));
    }
}
