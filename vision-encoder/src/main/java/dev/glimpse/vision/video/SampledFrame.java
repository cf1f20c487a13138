package dev.glimpse.vision.video;

import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;

/// A frame of a video file.
///
/// @param image upright
/// @param time from the video's beginning
public record SampledFrame(RgbImage image, Duration time) {}
