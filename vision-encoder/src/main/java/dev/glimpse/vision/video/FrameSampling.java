package dev.glimpse.vision.video;

import java.util.List;
import java.util.stream.IntStream;

/// So many frames of each second, and so many at most.
///
/// @param framesPerSecond how many of a second
/// @param maxFrames how many at most; of a longer video they are spread evenly over all of it
public record FrameSampling(double framesPerSecond, int maxFrames) implements FrameChoice {
    /// As the official code samples (`encode_video`): one of a second, and 64 in all.
    public static final FrameSampling DEFAULT = new FrameSampling(1, 64);

    private static final double MOST_PER_SECOND = 60;
    private static final int MOST_FRAMES = 1024;

    public FrameSampling {
        if (!(framesPerSecond > 0 && framesPerSecond <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "frames a second are "
                            + framesPerSecond
                            + "; allowed: more than 0, to "
                            + (int) MOST_PER_SECOND);
        }
        requireFrames(maxFrames);
    }

    static void requireFrames(int maxFrames) {
        if (maxFrames < 1 || maxFrames > MOST_FRAMES) {
            throw new IllegalArgumentException(
                    "frames of a video are " + maxFrames + "; allowed: 1 to " + MOST_FRAMES);
        }
    }

    public FrameSampling withFramesPerSecond(double value) {
        return new FrameSampling(value, maxFrames);
    }

    @Override
    public FrameSampling withMaxFrames(int value) {
        return new FrameSampling(framesPerSecond, value);
    }

    /// Every so many as make the wanted number a second, the official `range(0, count, round(rate /
    /// fps))`, and of more than may be those that [#spread] chooses.
    @Override
    public List<Integer> indices(int count, double rate) {
        int step = (int) Math.max(1, Math.rint(Math.min(rate / framesPerSecond, 1 << 30)));
        return spread(Math.ceilDiv(count, step)).stream().map(index -> index * step).toList();
    }

    /// Of `count` things in a row the indices of [#maxFrames()], each from the middle of its share;
    /// of no more than that all. The official `uniform_sample`.
    public List<Integer> spread(int count) {
        if (count <= maxFrames) {
            return IntStream.range(0, count).boxed().toList();
        }
        double gap = (double) count / maxFrames;
        return IntStream.range(0, maxFrames).mapToObj(i -> (int) (i * gap + gap / 2)).toList();
    }

    @Override
    public List<String> words() {
        return List.of(Double.toString(framesPerSecond), Integer.toString(maxFrames));
    }
}
