package dev.glimpse.runtime.chat;

import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.video.FrameChoice;
import dev.glimpse.vision.video.FrameSampling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// One piece of a [Message], in the order in which the model reads them.
public sealed interface Content {

    /// Text.
    record Text(String text) implements Content {}

    /// An image.
    sealed interface Picture extends Content {
        /// How the model sees it.
        ImageOptions options();

        /// The same, seen otherwise.
        Picture withOptions(ImageOptions value);
    }

    /// An image file's bytes; the runtime checks its limits and decodes it.
    ///
    /// @param file JPEG, PNG, WebP, BMP, TIFF or GIF
    record ImageFile(EncodedImageFile file, ImageOptions options) implements Picture {
        @Override
        public ImageFile withOptions(ImageOptions value) {
            return new ImageFile(file, value);
        }
    }

    /// An image that the caller has decoded.
    record Pixels(RgbImage image, ImageOptions options) implements Picture {
        @Override
        public Pixels withOptions(ImageOptions value) {
            return new Pixels(image, value);
        }
    }

    /// A video as frames. Each is seen whole and without a number, as the models were trained,
    /// unless its own options say otherwise; the model's layout decides what stands between them.
    ///
    /// @param frames in their order, one or more
    /// @param framesPerPack how many frames become one embedding, 1 to [FramePack#MOST_FRAMES], of
    ///   models that compress them together (MiniCPM-V 4.5); others read each for itself. Empty for
    ///   as many as the official code takes: one, of videos of more than 180 frames two, of more
    ///   than 360 three
    record Video(List<VideoFrame> frames, OptionalInt framesPerPack) implements Content {
        public Video {
            frames = List.copyOf(frames);
            if (frames.isEmpty()) {
                throw new IllegalArgumentException("the video has no frames; give at least one");
            }
            checkPack(framesPerPack);
        }

        private static void checkPack(OptionalInt framesPerPack) {
            int pack = framesPerPack.orElse(1);
            if (pack < 1 || pack > FramePack.MOST_FRAMES) {
                throw new IllegalArgumentException(
                        "framesPerPack is " + pack + "; allowed: 1 to " + FramePack.MOST_FRAMES);
            }
        }

        /// The same with another number of frames in a pack.
        public Video withFramesPerPack(int value) {
            return new Video(frames, OptionalInt.of(value));
        }
    }

    /// A video file, of which frames are sampled while the request is answered. FFmpeg reads it, in
    /// a process of its own; frames are reduced where all together have more pixels than one image
    /// may.
    ///
    /// @param source MP4, MOV, WebM, MKV, AVI, MPEG, OGG, FLV, WMV or an animated GIF
    /// @param sampling which frames are seen; no more than a request may have
    /// @param options how each frame is seen
    /// @param framesPerPack as of [Video]
    record VideoFile(
            VideoSource source,
            FrameChoice sampling,
            ImageOptions options,
            OptionalInt framesPerPack)
            implements Content {
        public VideoFile {
            Video.checkPack(framesPerPack);
        }

        /// The same with other frames.
        public VideoFile withSampling(FrameChoice value) {
            return new VideoFile(source, value, options, framesPerPack);
        }

        /// The same with frames seen otherwise.
        public VideoFile withOptions(ImageOptions value) {
            return new VideoFile(source, sampling, value, framesPerPack);
        }

        /// The same with another number of frames in a pack.
        public VideoFile withFramesPerPack(int value) {
            return new VideoFile(source, sampling, options, OptionalInt.of(value));
        }
    }

    /// Text.
    static Content text(String text) {
        return new Text(text);
    }

    /// An image file's bytes, which are copied.
    static Picture image(byte[] file) {
        return image(file, ImageOptions.DEFAULT);
    }

    /// An image file's bytes, which are copied.
    static Picture image(byte[] file, ImageOptions options) {
        return new ImageFile(EncodedImageFile.copyOf(file), options);
    }

    /// A decoded image.
    static Picture image(RgbImage image) {
        return image(image, ImageOptions.DEFAULT);
    }

    /// A decoded image.
    static Picture image(RgbImage image, ImageOptions options) {
        return new Pixels(image, options);
    }

    /// Frames of a video, a second apart, as the official code samples them.
    static Video video(List<? extends Picture> frames) {
        return video(frames, Duration.ofSeconds(1));
    }

    /// Frames of a video.
    ///
    /// @param apart time between two of them
    static Video video(List<? extends Picture> frames, Duration apart) {
        var timed = new ArrayList<VideoFrame>();
        for (Picture frame : frames) {
            timed.add(new VideoFrame(frame, apart.multipliedBy(timed.size())));
        }
        return new Video(timed, OptionalInt.empty());
    }

    /// A video file, a frame of each second and at most 64, as the official code samples it.
    static VideoFile video(Path file) {
        return video(new VideoSource.OnDisk(file));
    }

    /// A video file's bytes, which are copied, sampled likewise.
    static VideoFile video(byte[] file) {
        return video(VideoSource.of(file));
    }

    private static VideoFile video(VideoSource source) {
        return new VideoFile(
                source, FrameSampling.DEFAULT, ImageOptions.DEFAULT, OptionalInt.empty());
    }
}
