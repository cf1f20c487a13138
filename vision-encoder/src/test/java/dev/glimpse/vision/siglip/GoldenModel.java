package dev.glimpse.vision.siglip;

import dev.glimpse.bindings.ggml.FusedKernels;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.patch.Normalization;
import dev.glimpse.vision.patch.Patches;
import dev.glimpse.vision.slice.GeneratedImage;
import dev.glimpse.vision.slice.ImageSlice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// The tiny models and embeddings in `golden/siglip`, of which its README says where they are from.
final class GoldenModel {
    static final String RESAMPLER = "resampler";
    static final String MERGER = "merger";

    private GoldenModel() {}

    /// Unpacks a model to a folder.
    static Path unpack(String name, Path folder) throws IOException {
        Path file = folder.resolve(name + ".gguf");
        try (var in = new GZIPInputStream(resource(name + ".gguf.gz"))) {
            Files.copy(in, file);
        }
        return file;
    }

    /// A model to be changed before it is written.
    static GgufWriter copy(String name, Path folder) throws IOException {
        return GgufWriter.copyOf(GgufFile.read(unpack(name, folder)));
    }

    static float[] embedding(String name) throws IOException {
        try (var in = resource(name + ".npy")) {
            return NpyFile.read(in);
        }
    }

    /// A generated image, uncut.
    static Patches patches(int seed, int width, int height) {
        var slice = ImageSlice.whole(GeneratedImage.of(seed, width, height));
        return Patches.of(slice, 14, Normalization.STEPWISE);
    }

    static float[] floats(ImageEmbedding embedding) {
        var values = new float[embedding.rows() * embedding.width()];
        embedding.copyTo(values, 0);
        return values;
    }

    /// One thread; memory for a few slices. What large encoders are kept in here;
    /// [WeightPrecision#FASTEST] is more exact for small ones.
    static WeightPrecision quickest() {
        return FusedKernels.haveLinear() ? WeightPrecision.PACKED : WeightPrecision.FASTEST;
    }

    static SiglipOptions options(WeightPrecision precision) {
        return SiglipOptions.of(new EncoderOptions(1, false))
                .withPrecision(precision)
                .withScratchBytes(1L << 26);
    }

    static float[] encode(Path file, WeightPrecision precision, Patches slice) {
        try (var encoder = SiglipEncoder.open(file, options(precision))) {
            return floats(encoder.encode(List.of(slice)).getFirst());
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                GoldenModel.class.getResourceAsStream("/golden/siglip/" + name), name);
    }
}
