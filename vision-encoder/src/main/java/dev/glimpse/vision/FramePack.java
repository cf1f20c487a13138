package dev.glimpse.vision;

import dev.glimpse.vision.image.RgbImage;
import java.util.List;

/// Frames of a video that become one embedding.
///
/// @param frames in their order, of one size
/// @param times the place of each in time: tenths of a second, 0 or more
public record FramePack(List<RgbImage> frames, List<Integer> times) {
    /// More were not trained: 6 frames of 448x448 become 64 rows.
    public static final int MOST_FRAMES = 6;

    public FramePack {
        frames = List.copyOf(frames);
        times = List.copyOf(times);
        if (frames.isEmpty() || frames.size() > MOST_FRAMES || times.size() != frames.size()) {
            throw new IllegalArgumentException(
                    frames.size()
                            + " frames with "
                            + times.size()
                            + " times; allowed: 1 to "
                            + MOST_FRAMES
                            + " frames, each with a time");
        }
        if (times.stream().anyMatch(time -> time < 0)) {
            throw new IllegalArgumentException("times are " + times + "; none may be negative");
        }
        for (RgbImage frame : frames) {
            RgbImage first = frames.getFirst();
            if (frame.width() != first.width() || frame.height() != first.height()) {
                throw new IllegalArgumentException(
                        "a frame is "
                                + frame.width()
                                + "x"
                                + frame.height()
                                + " and another "
                                + first.width()
                                + "x"
                                + first.height()
                                + "; frames of a pack have one size");
            }
        }
    }
}
