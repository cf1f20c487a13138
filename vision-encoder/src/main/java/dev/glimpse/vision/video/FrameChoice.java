package dev.glimpse.vision.video;

import java.util.List;

/// Which frames of a video a model sees.
public sealed interface FrameChoice permits FrameSampling, FrameSegments {

    /// How many at most.
    int maxFrames();

    /// The same rule with another number of frames.
    FrameChoice withMaxFrames(int value);

    /// Which frames of a file are seen.
    ///
    /// @param count frames that the file has, 1 or more
    /// @param rate its frames a second
    /// @return indices, none less than the one before it
    /// @throws dev.glimpse.vision.fault.ImageException if the file has no such frames
    List<Integer> indices(int count, double rate);

    /// The rule as words for a command line.
    List<String> words();

    /// The rule that [#words()] gave.
    static FrameChoice ofWords(List<String> words) {
        return words.getFirst().equals(FrameSegments.WORD)
                ? FrameSegments.ofWords(words)
                : new FrameSampling(
                        Double.parseDouble(words.get(0)), Integer.parseInt(words.get(1)));
    }
}
