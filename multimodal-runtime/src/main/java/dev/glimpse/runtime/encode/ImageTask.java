package dev.glimpse.runtime.encode;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.image.RgbImage;
import java.util.Optional;
import java.util.function.Consumer;

/// Something for the vision thread to encode. Equal to itself alone.
final class ImageTask {
    private final Work work;
    private final Flight flight;
    private final Consumer<EncodedImage> keep;

    /// What is encoded.
    sealed interface Work {}

    /// An image, whose slices go beside other images'.
    record Image(RgbImage pixels, EncodeOptions options) implements Work {}

    /// Frames of a video, in a graph of their own.
    record Pack(FramePack frames) implements Work {}

    /// @param flight what waits for the result
    /// @param keep takes the result before those who wait
    ImageTask(Work work, Flight flight, Consumer<EncodedImage> keep) {
        this.work = work;
        this.flight = flight;
        this.keep = keep;
    }

    Work work() {
        return work;
    }

    /// Whether nobody wants the result.
    boolean isAbandoned() {
        return flight.isAbandoned();
    }

    void finish(EncodedImage encoded) {
        try {
            keep.accept(encoded);
            flight.result().complete(Optional.of(encoded));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    void giveUp() {
        flight.result().complete(Optional.empty());
    }

    void fail(Throwable cause) {
        flight.result().completeExceptionally(cause);
    }
}
