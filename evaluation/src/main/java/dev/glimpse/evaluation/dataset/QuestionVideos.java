package dev.glimpse.evaluation.dataset;

import dev.glimpse.evaluation.fault.DatasetException;
import dev.glimpse.evaluation.question.VideoClip;
import dev.glimpse.evaluation.rule.RuleId;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageLimits;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.video.CenterSquare;
import dev.glimpse.vision.video.FrameSegments;
import dev.glimpse.vision.video.VideoDecoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the videos of questions when they are needed, as MVBench samples their frames. Frames are
/// as they are in the video, neither reduced nor cut, unless a square of their middle is asked for.
/// Thread-safe.
///
/// @param frames seen of each video
/// @param square what is seen of a frame; all of it if there is none
public record QuestionVideos(int frames, Optional<CenterSquare> square) {
    /// As VLMEvalKit has it unless told otherwise.
    public static final QuestionVideos DEFAULT = new QuestionVideos(8);

    /// Of folders of frames.
    private static final double FRAMES_PER_SECOND = 3;

    /// @throws IllegalArgumentException if so many frames cannot be seen
    public QuestionVideos {
        var _ = new FrameSegments(frames, Optional.empty());
    }

    /// All of each frame.
    public QuestionVideos(int frames) {
        this(frames, Optional.empty());
    }

    /// What the rule is called that says which frames are seen, and what of them.
    public RuleId id() {
        String cut = square.map(one -> "-square-" + one.side()).orElse("");
        return RuleId.first("mvbench-segments-" + frames + cut);
    }

    /// The frames.
    ///
    /// @throws DatasetException if they cannot be read
    public Content.Video read(VideoClip clip) {
        var segments =
                new FrameSegments(
                        frames,
                        clip.part().map(part -> new FrameSegments.Part(part.start(), part.end())));
        try {
            return switch (clip.kind()) {
                case FILE -> ofFile(clip.place(), segments);
                case FRAMES -> ofFolder(clip.place(), segments);
            };
        } catch (ImageException | EncoderException e) {
            throw new DatasetException("video " + clip + ": " + e.getMessage(), e);
        }
    }

    private Content.Video ofFile(Path file, FrameSegments segments) {
        try (var decoding = VideoDecoding.start(file, segments, ImageLimits.DEFAULT)) {
            return new Content.Video(
                    decoding.frames().stream()
                            .map(frame ->
                                    new VideoFrame(
                                            Content.image(
                                                    square(frame.image()), ImageOptions.DEFAULT),
                                            frame.time()))
                            .toList(),
                    OptionalInt.empty());
        }
    }

    private Content.Video ofFolder(Path folder, FrameSegments segments) {
        var frames = new ArrayList<VideoFrame>();
        for (int number : segments.indices(1, count(folder), FRAMES_PER_SECOND)) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%05d.jpg", number));
            double seconds = (number - 1) / FRAMES_PER_SECOND;
            try {
                frames.add(
                        new VideoFrame(
                                picture(Files.readAllBytes(file)),
                                Duration.ofNanos(Math.round(seconds * 1e9))));
            } catch (IOException e) {
                throw new DatasetException("frame " + file + " cannot be read: " + e, e);
            }
        }
        return new Content.Video(frames, OptionalInt.empty());
    }

    private RgbImage square(RgbImage frame) {
        return square.map(one -> one.of(frame)).orElse(frame);
    }

    private Content.Picture picture(byte[] file) {
        return square.isEmpty()
                ? Content.image(file)
                : Content.image(square(new ImageDecoder(ImageLimits.DEFAULT).decode(file)));
    }

    private static int count(Path folder) {
        try (var files = Files.list(folder)) {
            return (int) files.count();
        } catch (IOException e) {
            throw new DatasetException("frames in " + folder + " cannot be read: " + e, e);
        }
    }
}
