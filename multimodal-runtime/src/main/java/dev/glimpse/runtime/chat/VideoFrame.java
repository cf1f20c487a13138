package dev.glimpse.runtime.chat;

import java.time.Duration;

/// A frame of a video.
///
/// @param picture what it shows
/// @param time when, from the video's beginning; read by models that compress frames together
public record VideoFrame(Content.Picture picture, Duration time) {
    private static final Duration LATEST = Duration.ofDays(30);

    public VideoFrame {
        if (time.isNegative() || time.compareTo(LATEST) > 0) {
            throw new IllegalArgumentException(
                    "a frame's time is " + time + "; allowed: 0 to " + LATEST);
        }
    }
}
