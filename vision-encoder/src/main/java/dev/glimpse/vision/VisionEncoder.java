package dev.glimpse.vision;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.mtmd.MmprojCheck;
import dev.glimpse.vision.mtmd.MtmdVisionEncoder;
import dev.glimpse.vision.siglip.SiglipEncoder;
import dev.glimpse.vision.siglip.SiglipOptions;
import dev.glimpse.vision.siglip.SiglipVisionEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// Turns images into what a decoder reads in their place.
///
/// Owns native memory: close it before the text model it was opened with. Encoding is confined to
/// one thread at a time: the runtime's vision thread.
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

    /// Bytes that opening takes of the device's memory, weights and what is computed in, told by
    /// the file's header; takes none of them.
    ///
    /// @param width floats in a row that the text model takes
    /// @throws EncoderException if the file is missing, damaged, no mmproj, or not of such a model
    static long plannedBytes(Path mmproj, int width, EncoderOptions options) {
        GgufFile file = MmprojCheck.check(mmproj, width);
        return SiglipVisionEncoder.draws(file)
                ? SiglipEncoder.plan(mmproj, SiglipOptions.of(options)).mostBytes()
                : MtmdVisionEncoder.plannedBytes(file, options);
    }

    /// Begins with no images; one batch at a time. Close it before the encoder.
    ///
    /// @param <K> what images are known by
    @MustBeClosed
    <K> ImageBatch<K> batch();

    /// Slices, preprocesses and encodes one image.
    ///
    /// @param cancelled read before each graph; must be quick, and safe on this thread
    /// @return nothing if cancelled
    /// @throws EncoderException if the native library fails; the encoder stays usable
    default Optional<EncodedImage> encode(
            RgbImage image, EncodeOptions options, BooleanSupplier cancelled) {
        try (ImageBatch<String> batch = batch()) {
            batch.add("", image, options);
            while (!cancelled.getAsBoolean()) {
                for (ImageBatch.Outcome<String> outcome : batch.advance()) {
                    return switch (outcome) {
                        case ImageBatch.Done<String> done -> Optional.of(done.image());
                        case ImageBatch.Failed<String> failed -> throw failed.cause();
                    };
                }
            }
            return Optional.empty();
        }
    }

    /// How frames of a video are read. Thread-safe.
    default FrameLayout frameLayout() {
        return FrameLayout.LIKE_IMAGES;
    }

    /// Encodes frames of a video together, of models that do so ([FrameLayout#PACKED]).
    ///
    /// @param cancelled as for an image
    /// @return nothing if cancelled
    /// @throws EncoderException if this model does not do that, or the native library fails
    default Optional<EncodedImage> encode(FramePack pack, BooleanSupplier cancelled) {
        throw new EncoderException(
                "this model does not compress frames together; encode them one by one");
    }

    /// Rows of embeddings that an image of a size becomes; empty where only encoding tells.
    /// Thread-safe.
    OptionalInt imageTokens(int width, int height, EncodeOptions options);

    /// What is seen of an image of a size; empty where only encoding tells. Thread-safe.
    Optional<ImageView> view(int width, int height, EncodeOptions options);

    /// Whether the encoder can do as it is asked. Thread-safe.
    boolean obeys(EncodeOptions options);

    /// The markers that tell an image's number in the conversation, which come before it; empty for
    /// models that know none. Thread-safe.
    ///
    /// @param number from 0
    /// @return tokens of the text model
    List<Integer> imageNumber(int number);

    /// Names what this computes: equal for encoders whose results are equal but for rounding.
    /// Thread-safe.
    String fingerprint();

    /// Frees the weights. Idempotent.
    @Override
    void close();
}
