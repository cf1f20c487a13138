package dev.glimpse.vision.siglip;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.handle.Lease;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.ImageSize;
import dev.glimpse.vision.slice.ImageSlice;
import dev.glimpse.vision.slice.ImageSlicer;
import dev.glimpse.vision.slice.SlicePlanner;
import dev.glimpse.vision.slice.SlicedImage;
import dev.glimpse.vision.slice.SlicingOptions;
import dev.glimpse.vision.slice.resize.ResizeRounding;
import dev.glimpse.vision.slice.resize.Resizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// A [VisionEncoder] of our own for the MiniCPM-V line: slices, resizes and lays out as the
/// official processors do, and encodes all slices of an image together.
///
/// Owns native memory and holds the text model open. Confined to one thread at a time.
public final class SiglipVisionEncoder implements VisionEncoder {
    private final SiglipEncoder encoder;
    private final Lease textModel;
    private final Vocabulary vocabulary;
    private final ImageLayout layout;
    private final boolean namesImages;
    private final ImageSlicer slicer =
            new ImageSlicer(Resizer.onCallingThread(ResizeRounding.PILLOW));

    private boolean closed;

    private SiglipVisionEncoder(SiglipEncoder encoder, LlamaModel textModel) {
        this.encoder = encoder;
        this.textModel = textModel.lease();
        vocabulary = textModel.vocabulary();
        layout = ImageLayout.of(encoder.config().projector());
        namesImages = vocabulary.tokenize("<image_id>", false, true).length == 1;
    }

    /// Whether this draws the encoder of a file; others are libmtmd's.
    public static boolean draws(GgufFile mmproj) {
        return SiglipMetadata.draws(mmproj);
    }

    /// Loads an mmproj file with the usual precision.
    ///
    /// @throws EncoderException if the file is missing, damaged, not drawn here, or not of this
    ///   text model
    @MustBeClosed
    public static SiglipVisionEncoder open(
            Path mmproj, LlamaModel textModel, EncoderOptions options) {
        return open(mmproj, textModel, SiglipOptions.of(options));
    }

    /// Loads an mmproj file.
    ///
    /// @throws EncoderException if the file is missing, damaged, not drawn here, or not of this
    ///   text model
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned encoder owns what is opened
    public static SiglipVisionEncoder open(
            Path mmproj, LlamaModel textModel, SiglipOptions options) {
        var encoder = SiglipEncoder.open(mmproj, options);
        try {
            int width = encoder.config().projector().width();
            if (width != textModel.inputEmbeddingSize()) {
                throw new EncoderException(
                        mmproj
                                + " makes embeddings of "
                                + width
                                + " numbers, but the text model takes "
                                + textModel.inputEmbeddingSize()
                                + "; the two files are of different models");
            }
            return new SiglipVisionEncoder(encoder, textModel);
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /// What this took of the device's memory when it was opened.
    public EncoderPlan plan() {
        return encoder.plan();
    }

    @Override
    public EncodedImage encode(RgbImage image) {
        return encode(image, EncodeOptions.DEFAULT);
    }

    /// Slices, preprocesses and encodes one image.
    ///
    /// @throws EncoderException if the native library fails; the encoder stays usable
    public EncodedImage encode(RgbImage image, EncodeOptions options) {
        long start = System.nanoTime();
        SlicedImage sliced = slice(image, options);
        List<Patches> patches = patches(sliced);
        long prepared = System.nanoTime();
        List<ImageEmbedding> embeddings = encoder.encode(patches);
        long encoded = System.nanoTime();
        return new EncodedImage(
                parts(sliced, embeddings, options),
                Duration.ofNanos(prepared - start),
                Duration.ofNanos(encoded - prepared));
    }

    private SlicedImage slice(RgbImage image, EncodeOptions options) {
        SlicingOptions slicing = encoder.config().slicing();
        int maxSlices = options.maxSlices().orElse(slicing.maxSlices());
        var planner = new SlicePlanner(slicing.withMaxSlices(maxSlices));
        return slicer.slice(image, planner.plan(new ImageSize(image.width(), image.height())));
    }

    private List<Patches> patches(SlicedImage sliced) {
        var slices = new ArrayList<ImageSlice>();
        slices.add(sliced.overview());
        slices.addAll(sliced.slices());
        SiglipConfig config = encoder.config();
        return slices.stream()
                .map(slice -> Patches.of(slice, config.patchSide(), config.normalization()))
                .toList();
    }

    private List<EncodedPart> parts(
            SlicedImage sliced, List<ImageEmbedding> embeddings, EncodeOptions options) {
        OptionalInt id = namesImages ? options.imageId() : OptionalInt.empty();
        List<String> texts = layout.around(sliced.plan().slices(), id);
        var parts = new ArrayList<EncodedPart>();
        for (int slice = 0; slice < embeddings.size(); slice++) {
            parts.add(markers(texts.get(slice)));
            parts.add(new EncodedPart.Embedding(embeddings.get(slice)));
        }
        parts.add(markers(texts.getLast()));
        return parts;
    }

    private EncodedPart markers(String text) {
        int[] tokens = vocabulary.tokenize(text, false, true);
        return new EncodedPart.Markers(Arrays.stream(tokens).boxed().toList());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoder.close();
            textModel.close();
        }
    }
}
