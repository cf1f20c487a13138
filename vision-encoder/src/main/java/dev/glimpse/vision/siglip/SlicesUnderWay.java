package dev.glimpse.vision.siglip;

import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.patch.Patches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One image's slices between patches and embeddings. Confined to one thread.
final class SlicesUnderWay {
    private final List<Patches> slices;
    private final Function<List<ImageEmbedding>, List<EncodedPart>> parts;
    private final Duration preprocess;
    private final @Nullable ImageEmbedding[] embeddings;
    private int missing;
    private Duration encode = Duration.ZERO;

    /// @param slices the overview first
    /// @param parts what embeddings become in the prompt, in the same order
    /// @param preprocess time that the slices took
    SlicesUnderWay(
            List<Patches> slices,
            Function<List<ImageEmbedding>, List<EncodedPart>> parts,
            Duration preprocess) {
        this.slices = List.copyOf(slices);
        this.parts = parts;
        this.preprocess = preprocess;
        embeddings = new ImageEmbedding[slices.size()];
        missing = slices.size();
    }

    List<Patches> slices() {
        return slices;
    }

    boolean has(int slice) {
        return embeddings[slice] != null;
    }

    void set(int slice, ImageEmbedding embedding) {
        embeddings[slice] = embedding;
        missing--;
    }

    void addTime(Duration took) {
        encode = encode.plus(took);
    }

    /// Slices without an embedding.
    int missing() {
        return missing;
    }

    /// The image, once nothing is missing.
    EncodedImage finished() {
        var all = new ArrayList<ImageEmbedding>();
        for (ImageEmbedding each : embeddings) {
            if (each == null) {
                throw new IllegalStateException(missing + " slices are not encoded");
            }
            all.add(each);
        }
        return new EncodedImage(parts.apply(all), preprocess, encode);
    }
}
