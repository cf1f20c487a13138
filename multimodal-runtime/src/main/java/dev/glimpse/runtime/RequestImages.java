package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.runtime.options.VisionOptions;
import dev.glimpse.runtime.video.FramePlaces;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.FrameLayout;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The images and the frames of videos of one request: checked by their headers before any is
/// decoded, then decoded and encoded one after the other, so that one at a time is in memory as
/// pixels, or the frames of one pack. Confined to the caller's thread.
final class RequestImages {
    private final ImageWork work;
    private final ImagePlaces places;
    private Duration decode = Duration.ZERO;
    private Duration preprocess = Duration.ZERO;
    private Duration encode = Duration.ZERO;
    private Duration waiting = Duration.ZERO;

    /// What all requests' images are worked on with.
    record ImageWork(ImageDecoder decoder, PixelBudget budget, VisionOptions limits) {}

    RequestImages(ImageWork work, List<Message> messages) {
        this.work = work;
        places = new ImagePlaces(work, messages);
    }

    boolean isEmpty() {
        return places.list().isEmpty();
    }

    /// Rows that the images will take in the prompt, from their headers alone; of encoders that do
    /// not tell beforehand, 0.
    ///
    /// @throws ImageException if a header is damaged or beyond a limit, or all together take more
    ///   tokens than a request may have
    /// @throws InvalidRequestException if the encoder cannot do what is asked
    int plannedTokens(ImageEncoder encoder) {
        return places.tokens(encoder.encoder());
    }

    /// Decodes and encodes all of them.
    ///
    /// @return what stands in each place; nothing if cancelled
    Optional<List<EncodedImage>> encode(ImageEncoder encoder, Cancellation cancellation)
            throws InterruptedException {
        var encoded = new ArrayList<EncodedImage>();
        int index = 0;
        int number = 0;
        for (Content place : places.list()) {
            Optional<EncodedImage> one = encode(encoder, place, index, cancellation);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            encoded.add(numbered(one.get(), place, encoder.encoder(), number));
            index += ImagePlaces.pictures(place).size();
            number += numbersTaken(encoder.encoder(), place);
        }
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        places.requireAllowed(encoded.stream().mapToLong(EncodedImage::imageTokens).sum());
        return Optional.of(encoded);
    }

    private Optional<EncodedImage> encode(
            ImageEncoder encoder, Content place, int index, Cancellation cancellation)
            throws InterruptedException {
        if (ImagePlaces.isPack(encoder.encoder(), place)) {
            return encode(encoder, (Content.Video) place, index, cancellation);
        }
        var parts = new ArrayList<EncodedPart>();
        int next = index;
        for (Content.Picture picture : ImagePlaces.pictures(place)) {
            int at = next++;
            Optional<EncodedImage> one =
                    withinBudget(
                            places.pixels(picture, at),
                            () -> decode(picture, at),
                            pixels ->
                                    encoder.encode(
                                            pixels, picture.options().encode(), cancellation),
                            cancellation);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            parts.addAll(one.get().parts());
        }
        return Optional.of(new EncodedImage(parts, Duration.ZERO, Duration.ZERO));
    }

    private Optional<EncodedImage> encode(
            ImageEncoder encoder, Content.Video pack, int index, Cancellation cancellation)
            throws InterruptedException {
        List<Integer> times =
                pack.frames().stream().map(frame -> FramePlaces.tenths(frame.time())).toList();
        List<Content.Picture> pictures = ImagePlaces.pictures(pack);
        return withinBudget(
                pictures.size() * places.pixels(pictures.getFirst(), index),
                () -> {
                    var frames = new ArrayList<RgbImage>();
                    for (Content.Picture picture : pictures) {
                        frames.add(decode(picture, index + frames.size()));
                    }
                    return new FramePack(frames, times);
                },
                frames -> encoder.encode(frames, cancellation),
                cancellation);
    }

    private interface Encoding<T> {
        Optional<EncodedImage> of(T pixels) throws InterruptedException;
    }

    /// Decodes and encodes once so many pixels have room.
    private <T> Optional<EncodedImage> withinBudget(
            long pixelCount, Supplier<T> decoding, Encoding<T> encoding, Cancellation cancellation)
            throws InterruptedException {
        long start = System.nanoTime();
        Optional<PixelBudget.Share> share = work.budget.take(pixelCount, cancellation);
        if (share.isEmpty()) {
            return Optional.empty();
        }
        try (var _ = share.get()) {
            long permitted = System.nanoTime();
            T pixels = decoding.get();
            long decoded = System.nanoTime();
            Optional<EncodedImage> one = encoding.of(pixels);
            Duration took = Duration.ofNanos(System.nanoTime() - decoded);
            decode = decode.plusNanos(decoded - permitted);
            waiting = waiting.plusNanos(permitted - start);
            one.ifPresent(image -> addTimes(image, took));
            return one;
        }
    }

    private void addTimes(EncodedImage image, Duration took) {
        Duration computed = image.preprocess().plus(image.encode());
        preprocess = preprocess.plus(image.preprocess());
        encode = encode.plus(image.encode());
        if (took.compareTo(computed) > 0) {
            waiting = waiting.plus(took.minus(computed));
        }
    }

    private RgbImage decode(Content.Picture picture, int index) {
        return switch (picture) {
            case Content.Pixels pixels -> pixels.image();
            case Content.ImageFile file ->
                    places.blaming(index, () -> work.decoder.decode(file.file().toByteArray()));
        };
    }

    /// How many numbers a place takes of those that images have: `chat()` of the models up to 4.5
    /// counts every frame, the processors since 4.6 count images alone.
    private static int numbersTaken(VisionEncoder encoder, Content place) {
        boolean counts =
                !(place instanceof Content.Video) || encoder.frameLayout() != FrameLayout.TOGETHER;
        return counts ? ImagePlaces.pictures(place).size() : 0;
    }

    /// The image's number is told before it, and is not part of what is kept of it.
    private static EncodedImage numbered(
            EncodedImage image, Content place, VisionEncoder encoder, int number) {
        boolean told = ImagePlaces.pictures(place).getFirst().options().numbered().orElse(true);
        List<Integer> tokens = told ? encoder.imageNumber(number) : List.of();
        if (tokens.isEmpty()) {
            return image;
        }
        var parts = new ArrayList<EncodedPart>();
        parts.add(new EncodedPart.Markers(tokens));
        parts.addAll(image.parts());
        return new EncodedImage(parts, image.preprocess(), image.encode());
    }

    /// Image files to pixels.
    Duration decodeTime() {
        return decode;
    }

    /// Pixels to patches.
    Duration preprocessTime() {
        return preprocess;
    }

    /// Patches to embeddings.
    Duration encodeTime() {
        return encode;
    }

    /// For room, for the encoder, and for another request's encoding of the same image.
    Duration waitingTime() {
        return waiting;
    }
}
