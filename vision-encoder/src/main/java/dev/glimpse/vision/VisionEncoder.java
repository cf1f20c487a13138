package dev.glimpse.vision;

import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;

/// Turns images into what a decoder reads in their place.
///
/// Owns native memory: close it before the text model it was opened with. Confined to one thread at
/// a time: the runtime's vision thread.
public interface VisionEncoder extends AutoCloseable {

    /// Slices, preprocesses and encodes one image.
    ///
    /// @throws EncoderException if the native library fails; the encoder stays usable
    EncodedImage encode(RgbImage image);

    /// Frees the weights. Idempotent.
    @Override
    void close();
}
