package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.vision.FrameLayout;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageHeader;
import dev.glimpse.vision.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What is in the places of a request's images: a picture, or a video that takes the place of one,
/// see [dev.glimpse.runtime.video.FramePlaces]. Checked by headers alone. Immutable.
final class ImagePlaces {
    private final ImageWork work;
    private final List<Content> places;
    private final int pictures;

    ImagePlaces(ImageWork work, List<Message> messages) {
        this.work = work;
        places =
                messages.stream()
                        .flatMap(message -> message.content().stream())
                        .filter(content -> !(content instanceof Content.Text))
                        .toList();
        pictures = places.stream().mapToInt(place -> pictures(place).size()).sum();
    }

    /// In reading order.
    List<Content> list() {
        return places;
    }

    /// What a place shows, in order.
    static List<Content.Picture> pictures(Content place) {
        return switch (place) {
            case Content.Text _ -> List.of();
            case Content.Picture picture -> List.of(picture);
            case Content.Video video -> video.frames().stream().map(VideoFrame::picture).toList();
            case Content.VideoFile _ -> throw new IllegalStateException("the video is not read");
        };
    }

    /// Rows that the images will take in the prompt, from their headers alone; of encoders that do
    /// not tell beforehand, 0.
    ///
    /// @throws ImageException if a header is damaged or beyond a limit, or all together take more
    ///   tokens than a request may have
    /// @throws InvalidRequestException if the encoder cannot do what is asked
    int tokens(VisionEncoder encoder) {
        long sum = 0;
        int index = 0;
        for (Content place : places) {
            var sizes = new ArrayList<PictureSize>();
            for (Content.Picture picture : pictures(place)) {
                requireObeyed(encoder, picture.options());
                sizes.add(size(picture, index++));
            }
            sum += tokens(encoder, place, sizes);
        }
        requireAllowed(sum);
        return Math.toIntExact(sum);
    }

    private record PictureSize(int width, int height) {
        long pixels() {
            return (long) width * height;
        }
    }

    /// Pixels that a picture becomes, by its header.
    ///
    /// @param index of it among all pictures
    long pixels(Content.Picture picture, int index) {
        return size(picture, index).pixels();
    }

    private static void requireObeyed(VisionEncoder encoder, ImageOptions options) {
        boolean numberRefused =
                options.numbered().orElse(false) && encoder.imageNumber(0).isEmpty();
        if (!encoder.obeys(options.encode()) || numberRefused) {
            throw new InvalidRequestException(
                    (numberRefused ? "use_image_id is true" : "max_slice_nums is set")
                            + ", but this model's vision encoder knows no such choice; leave"
                            + " it out");
        }
    }

    void requireAllowed(long tokens) {
        int most = work.limits().maxImageTokens();
        if (tokens > most) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    "the images take "
                            + tokens
                            + " tokens; at most "
                            + most
                            + " are allowed (VisionOptions.maxImageTokens); send fewer or smaller"
                            + " ones, or ask for fewer slices with max_slice_nums");
        }
    }

    private PictureSize size(Content.Picture picture, int index) {
        return switch (picture) {
            case Content.Pixels(RgbImage pixels, _) ->
                    new PictureSize(pixels.width(), pixels.height());
            case Content.ImageFile file -> {
                ImageHeader header =
                        blaming(index, () -> work.decoder().header(file.file().toByteArray()));
                yield new PictureSize(header.width(), header.height());
            }
        };
    }

    private long tokens(VisionEncoder encoder, Content place, List<PictureSize> sizes) {
        List<Content.Picture> shown = pictures(place);
        if (isPack(encoder, place)) {
            requirePack(sizes);
            return tokens(encoder, shown.getFirst(), sizes.getFirst());
        }
        long sum = 0;
        for (int i = 0; i < sizes.size(); i++) {
            sum += tokens(encoder, shown.get(i), sizes.get(i));
        }
        return sum;
    }

    private static int tokens(VisionEncoder encoder, Content.Picture picture, PictureSize size) {
        return encoder.imageTokens(size.width, size.height, picture.options().encode()).orElse(0);
    }

    static boolean isPack(VisionEncoder encoder, Content place) {
        return place instanceof Content.Video && encoder.frameLayout() == FrameLayout.PACKED;
    }

    /// The frames of a pack are pixels together.
    private void requirePack(List<PictureSize> sizes) {
        PictureSize first = sizes.getFirst();
        for (PictureSize other : sizes) {
            if (!other.equals(first)) {
                throw new InvalidRequestException(
                        "frames that are compressed together are of one size, but there are "
                                + first.width
                                + "x"
                                + first.height
                                + " and "
                                + other.width
                                + "x"
                                + other.height
                                + "; make them equal, or put one frame in a pack");
            }
        }
        long pixels = first.pixels() * sizes.size();
        long most = work.limits().imageLimits().maxPixels();
        if (pixels > most) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    sizes.size()
                            + " frames that are compressed together have "
                            + pixels
                            + " pixels; limit is "
                            + most
                            + " (ImageLimits.maxPixels); put fewer in a pack, or send smaller"
                            + " ones");
        }
    }

    /// Of several images the message names the one at fault.
    <T> T blaming(int index, Supplier<T> work) {
        try {
            return work.get();
        } catch (ImageException e) {
            throw pictures == 1 ? e : e.of("image " + (index + 1) + " of " + pictures);
        }
    }
}
