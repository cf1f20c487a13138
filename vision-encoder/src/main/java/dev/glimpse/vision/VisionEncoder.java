package dev.glimpse.vision;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.mtmd.MmprojCheck;
import dev.glimpse.vision.mtmd.MtmdVisionEncoder;
import dev.glimpse.vision.siglip.SiglipVisionEncoder;
import java.nio.file.Path;

/// Turns images into what a decoder reads in their place.
///
/// Owns native memory: close it before the text model it was opened with. Confined to one thread at
/// a time: the runtime's vision thread.
public interface VisionEncoder extends AutoCloseable {

    /// Loads an mmproj file for the text model that shall read its embeddings.
    ///
    /// @throws EncoderException if the file is missing, damaged, no mmproj, or not of this model
    @MustBeClosed
    static VisionEncoder open(Path mmproj, LlamaModel textModel, EncoderOptions options) {
        GgufFile file = MmprojCheck.check(mmproj, textModel.inputEmbeddingSize());
        return SiglipVisionEncoder.draws(file)
                ? SiglipVisionEncoder.open(mmproj, textModel, options)
                : MtmdVisionEncoder.open(mmproj, textModel, options);
    }

    /// Slices, preprocesses and encodes one image.
    ///
    /// @throws EncoderException if the native library fails; the encoder stays usable
    EncodedImage encode(RgbImage image);

    /// Frees the weights. Idempotent.
    @Override
    void close();
}
