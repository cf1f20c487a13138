package dev.glimpse.runtime.video;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.vision.FrameLayout;
import dev.glimpse.vision.VisionEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Lays a video's frames out as a model reads them: as images; or as shorter videos, each of which
/// takes the place of one image. Immutable, pure.
public final class FramePlaces {
    /// The official `MAX_NUM_FRAMES` and `MAX_NUM_PACKING` of MiniCPM-V 4.5.
    private static final int MOST_PACKS = 180;

    private static final int USUAL_MOST_FRAMES = 3;

    /// Seconds.
    private static final double TIME_SCALE = 0.1;

    private final FrameLayout layout;
    private final boolean choosesSlices;

    public FramePlaces(VisionEncoder encoder) {
        this(encoder.frameLayout(), encoder.obeys(ImageOptions.FRAME.encode()));
    }

    /// @param choosesSlices whether the encoder can be told to see an image whole
    FramePlaces(FrameLayout layout, boolean choosesSlices) {
        this.layout = layout;
        this.choosesSlices = choosesSlices;
    }

    /// A frame's time as the 3D resampler was trained with it, in tenths of a second (the official
    /// `TIME_SCALE`): the nearest, cut off to a whole number after a product and a quotient of
    /// floating point, so that 4.3 s are 42.
    public static int tenths(Duration time) {
        long nearest = Math.round(time.toMillis() / 100.0);
        return (int) (nearest * TIME_SCALE / TIME_SCALE);
    }

    /// The same conversation with its videos laid out.
    public List<Message> place(List<Message> messages) {
        return messages.stream().map(this::place).toList();
    }

    private Message place(Message message) {
        if (message.content().stream().noneMatch(Content.Video.class::isInstance)) {
            return message;
        }
        var placed = new ArrayList<Content>();
        for (Content content : message.content()) {
            if (content instanceof Content.Video video) {
                placed.addAll(place(video));
            } else {
                placed.add(content);
            }
        }
        return new Message(message.role(), placed);
    }

    private List<? extends Content> place(Content.Video video) {
        List<VideoFrame> frames = video.frames().stream().map(this::asFrame).toList();
        return switch (layout) {
            case LIKE_IMAGES -> pictures(frames);
            case PACKED -> packs(frames, video.framesPerPack());
            case TOGETHER -> List.of(new Content.Video(frames, OptionalInt.empty()));
        };
    }

    /// Slices are another view of a frame, of which the official code knows no time: such frames
    /// are images.
    private static List<? extends Content> packs(List<VideoFrame> frames, OptionalInt wanted) {
        if (frames.stream().anyMatch(FramePlaces::isSliced)) {
            return pictures(frames);
        }
        int size = wanted.orElse(usualPack(frames.size()));
        var packs = new ArrayList<Content>();
        for (int from = 0; from < frames.size(); from += size) {
            int end = Math.min(from + size, frames.size());
            packs.add(new Content.Video(frames.subList(from, end), wanted));
        }
        return packs;
    }

    private static boolean isSliced(VideoFrame frame) {
        return frame.picture().options().maxSlices().orElse(1) != 1;
    }

    private static int usualPack(int frames) {
        return Math.clamp(Math.ceilDiv(frames, MOST_PACKS), 1, USUAL_MOST_FRAMES);
    }

    private static List<Content.Picture> pictures(List<VideoFrame> frames) {
        return frames.stream().map(VideoFrame::picture).toList();
    }

    private VideoFrame asFrame(VideoFrame frame) {
        ImageOptions own = frame.picture().options();
        ImageOptions seen =
                new ImageOptions(
                        own.maxSlices().isPresent() || !choosesSlices
                                ? own.maxSlices()
                                : ImageOptions.FRAME.maxSlices(),
                        own.numbered().or(ImageOptions.FRAME::numbered));
        return new VideoFrame(frame.picture().withOptions(seen), frame.time());
    }
}
