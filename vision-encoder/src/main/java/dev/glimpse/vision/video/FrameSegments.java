package dev.glimpse.vision.video;

import dev.glimpse.vision.fault.ImageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// As MVBench samples (`get_index` in Ask-Anything at 4dd8210, `video_chat2/mvbench.ipynb`): a part
/// of a video is cut into equal segments, and a frame from the middle of each is seen. Of parts
/// with fewer frames than segments some are seen again.
///
/// @param maxFrames how many segments
/// @param part empty for the whole video
public record FrameSegments(int maxFrames, Optional<Part> part) implements FrameChoice {
    static final String WORD = "segments";

    /// A part of a video.
    ///
    /// @param start seconds from its beginning
    /// @param end seconds; what lies behind the video's end does not count
    public record Part(double start, double end) {
        public Part {
            if (!(start >= 0 && end >= start) || Double.isInfinite(end)) {
                throw new IllegalArgumentException(
                        "part of a video is from "
                                + start
                                + " s to "
                                + end
                                + " s; it begins at 0 or later and ends no earlier");
            }
        }
    }

    public FrameSegments {
        FrameSampling.requireFrames(maxFrames);
    }

    @Override
    public FrameSegments withMaxFrames(int value) {
        return new FrameSegments(value, part);
    }

    @Override
    public List<Integer> indices(int count, double rate) {
        return indices(0, count - 1, rate);
    }

    /// The same of frames that are numbered from `first` to `last`. Halves are rounded to the even
    /// neighbour, as Python does.
    public List<Integer> indices(int first, int last, double rate) {
        double start = part.map(Part::start).map(s -> Math.rint(s * rate)).orElse(0.0);
        double end = part.map(Part::end).map(s -> Math.rint(s * rate)).orElse((double) last);
        double from = Math.max(first, start);
        double to = Math.min(last, end);
        if (from > last) {
            throw new ImageException(
                    ImageException.Kind.DAMAGED,
                    String.format(
                            Locale.ROOT,
                            "video has %d frames, %.3f a second; the part that is asked for begins"
                                    + " behind them, at frame %.0f",
                            last - first + 1,
                            rate,
                            from));
        }
        double segment = (to - from) / maxFrames;
        return IntStream.range(0, maxFrames)
                .mapToObj(i -> (int) (from + segment / 2 + Math.rint(segment * i)))
                .toList();
    }

    @Override
    public List<String> words() {
        return List.of(
                WORD,
                Integer.toString(maxFrames),
                part.map(p -> Double.toString(p.start())).orElse(""),
                part.map(p -> Double.toString(p.end())).orElse(""));
    }

    static FrameSegments ofWords(List<String> words) {
        return new FrameSegments(
                Integer.parseInt(words.get(1)),
                words.get(2).isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Part(
                                        Double.parseDouble(words.get(2)),
                                        Double.parseDouble(words.get(3)))));
    }
}
