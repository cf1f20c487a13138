package dev.glimpse.runtime;

import dev.glimpse.runtime.RequestImages.ImageWork;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.encode.ImageEncoder;
import dev.glimpse.runtime.fault.InvalidRequestException;
import dev.glimpse.vision.ImageView;
import dev.glimpse.vision.image.ImageHeader;
import dev.glimpse.vision.image.RgbImage;
import java.util.concurrent.CancellationException;

/// An image on its way to what the encoder would see of it; nothing is encoded. Confined to the
/// caller's thread.
final class Viewing {
    private Viewing() {}

    static ImageView run(
            ImageEncoder encoder, ImageWork work, Content image, Cancellation cancellation) {
        return switch (image) {
            case Content.Text _ -> throw new InvalidRequestException("text is no image");
            case Content.Video _, Content.VideoFile _ ->
                    throw new InvalidRequestException("a video is no image; give one frame");
            case Content.Pixels(RgbImage pixels, ImageOptions options) ->
                    view(encoder, pixels.width(), pixels.height(), options);
            case Content.ImageFile file -> {
                // Pixels, since only they are upright whatever the file says of its orientation.
                RgbImage pixels = decode(work, file, cancellation);
                yield view(encoder, pixels.width(), pixels.height(), file.options());
            }
        };
    }

    private static RgbImage decode(
            ImageWork work, Content.ImageFile file, Cancellation cancellation) {
        byte[] bytes = file.file().toByteArray();
        ImageHeader header = work.decoder().header(bytes);
        try (var _ =
                work.budget().take(header.pixels(), cancellation).orElseThrow(Viewing::cancelled)) {
            return work.decoder().decode(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private static ImageView view(
            ImageEncoder encoder, int width, int height, ImageOptions options) {
        if (!encoder.encoder().obeys(options.encode())) {
            throw new InvalidRequestException(
                    "max_slice_nums is set, but this model's vision encoder knows no such choice;"
                            + " leave it out");
        }
        return encoder.encoder()
                .view(width, height, options.encode())
                .orElseThrow(() ->
                        new InvalidRequestException(
                                "this model's vision encoder does not tell what it sees of an"
                                        + " image before it encodes it"));
    }

    private static CancellationException cancelled() {
        return new CancellationException("the image was not looked at: cancelled");
    }
}
