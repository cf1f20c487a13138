package dev.glimpse.runtime;

import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.fault.ImageException;
import dev.glimpse.vision.image.ImageDecoder;
import dev.glimpse.vision.image.ImageHeader;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// The images of one request: checked by their headers before any is decoded, then decoded and
/// encoded one after the other, so that one at a time is in memory as pixels. Confined to the
/// caller's thread.
final class RequestImages {
    private final ImageWork work;
    private final List<Content> images;
    private Duration decode = Duration.ZERO;
    private Duration preprocess = Duration.ZERO;
    private Duration encode = Duration.ZERO;
    private Duration waiting = Duration.ZERO;

    /// What all requests' images are worked on with.
    record ImageWork(ImageDecoder decoder, DecodePermits permits, int maxImageTokens) {}

    RequestImages(ImageWork work, List<Message> messages) {
        this.work = work;
        images =
                messages.stream()
                        .flatMap(message -> message.content().stream())
                        .filter(content -> !(content instanceof Content.Text))
                        .toList();
    }

    boolean isEmpty() {
        return images.isEmpty();
    }

    /// Rows that the images will take in the prompt, from their headers alone; of encoders that do
    /// not tell beforehand, 0.
    ///
    /// @throws ImageException if a header is damaged or beyond a limit, or all together take more
    ///   tokens than a request may have
    /// @throws InvalidRequestException if the encoder cannot do what is asked
    int plannedTokens(ImageEncoder encoder) {
        long sum = 0;
        for (int i = 0; i < images.size(); i++) {
            ImageOptions options = options(images.get(i));
            boolean numberRefused =
                    options.numbered().orElse(false) && encoder.encoder().imageNumber(i).isEmpty();
            if (!encoder.encoder().obeys(options.encode()) || numberRefused) {
                throw new InvalidRequestException(
                        (numberRefused ? "use_image_id is true" : "max_slice_nums is set")
                                + ", but this model's vision encoder knows no such choice; leave"
                                + " it out");
            }
            sum += tokens(encoder, images.get(i), i).orElse(0);
        }
        requireAllowed(sum);
        return Math.toIntExact(sum);
    }

    private void requireAllowed(long tokens) {
        if (tokens > work.maxImageTokens) {
            throw new ImageException(
                    ImageException.Kind.TOO_LARGE,
                    "the images take "
                            + tokens
                            + " tokens; at most "
                            + work.maxImageTokens
                            + " are allowed (VisionOptions.maxImageTokens); send fewer or smaller"
                            + " ones, or ask for fewer slices with max_slice_nums");
        }
    }

    private OptionalInt tokens(ImageEncoder encoder, Content image, int index) {
        return switch (image) {
            case Content.Text _ -> OptionalInt.empty();
            case Content.Pixels(RgbImage pixels, ImageOptions options) ->
                    encoder.encoder()
                            .imageTokens(pixels.width(), pixels.height(), options.encode());
            case Content.ImageFile file -> {
                ImageHeader header =
                        blaming(index, () -> work.decoder.header(file.file().toByteArray()));
                yield encoder.encoder()
                        .imageTokens(header.width(), header.height(), file.options().encode());
            }
        };
    }

    private static ImageOptions options(Content image) {
        return switch (image) {
            case Content.Text _ -> ImageOptions.DEFAULT;
            case Content.Pixels pixels -> pixels.options();
            case Content.ImageFile file -> file.options();
        };
    }

    /// Decodes and encodes all of them.
    ///
    /// @return nothing if cancelled
    Optional<List<EncodedImage>> encode(ImageEncoder encoder, Cancellation cancellation)
            throws InterruptedException {
        var encoded = new ArrayList<EncodedImage>();
        for (int i = 0; i < images.size(); i++) {
            Optional<EncodedImage> one = encode(encoder, i, cancellation);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            encoded.add(one.get());
        }
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        requireAllowed(encoded.stream().mapToLong(EncodedImage::imageTokens).sum());
        return Optional.of(encoded);
    }

    private Optional<EncodedImage> encode(
            ImageEncoder encoder, int index, Cancellation cancellation)
            throws InterruptedException {
        long start = System.nanoTime();
        if (!work.permits.acquire(cancellation)) {
            return Optional.empty();
        }
        try {
            long permitted = System.nanoTime();
            ImageOptions options = options(images.get(index));
            RgbImage pixels = decode(images.get(index), index);
            long decoded = System.nanoTime();
            Optional<EncodedImage> one = encoder.encode(pixels, options.encode(), cancellation);
            Duration took = Duration.ofNanos(System.nanoTime() - decoded);
            decode = decode.plusNanos(decoded - permitted);
            waiting = waiting.plusNanos(permitted - start);
            one.ifPresent(image -> addTimes(image, took));
            return one.map(image -> numbered(image, options, encoder, index));
        } finally {
            work.permits.release();
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

    private RgbImage decode(Content image, int index) {
        return switch (image) {
            case Content.Text _ -> throw new IllegalStateException("text is no image");
            case Content.Pixels pixels -> pixels.image();
            case Content.ImageFile file ->
                    blaming(index, () -> work.decoder.decode(file.file().toByteArray()));
        };
    }

    /// The image's number is told before it, and is not part of what is kept of it.
    private static EncodedImage numbered(
            EncodedImage image, ImageOptions options, ImageEncoder encoder, int index) {
        List<Integer> number =
                options.numbered().orElse(true) ? encoder.encoder().imageNumber(index) : List.of();
        if (number.isEmpty()) {
            return image;
        }
        var parts = new ArrayList<EncodedPart>();
        parts.add(new EncodedPart.Markers(number));
        parts.addAll(image.parts());
        return new EncodedImage(parts, image.preprocess(), image.encode());
    }

    /// Of several images the message names the one at fault.
    private <T> T blaming(int index, Supplier<T> work) {
        try {
            return work.get();
        } catch (ImageException e) {
            throw images.size() == 1 ? e : e.of("image " + (index + 1) + " of " + images.size());
        }
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

    /// For permits, for the encoder, and for another request's encoding of the same image.
    Duration waitingTime() {
        return waiting;
    }
}
