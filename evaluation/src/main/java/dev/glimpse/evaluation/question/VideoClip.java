package dev.glimpse.evaluation.question;

import java.nio.file.Path;
import java.util.Optional;

/// A video that a question is about.
///
/// @param place a file, or a folder of frames
/// @param kind which of the two
/// @param part which seconds of it count; empty for all of it
public record VideoClip(Path place, Kind kind, Optional<Part> part) {

    /// What a video is.
    public enum Kind {
        /// A file that FFmpeg reads.
        FILE,
        /// A folder of frames, `00001.jpg` and on, three of each second.
        FRAMES
    }

    /// Seconds from the beginning.
    public record Part(double start, double end) {}

    /// As people name it.
    @Override
    public String toString() {
        String name = String.valueOf(place.getFileName());
        return part.map(p -> name + " from " + p.start() + " s to " + p.end() + " s").orElse(name);
    }
}
