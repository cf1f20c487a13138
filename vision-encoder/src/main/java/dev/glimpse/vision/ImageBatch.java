package dev.glimpse.vision;

import dev.glimpse.vision.image.RgbImage;
import java.util.List;

/// Images on their way through an encoder, those of several requests beside each other: slices of
/// one size go through one graph, as many as the encoder's scratch memory takes. The first image is
/// never kept waiting by later ones, which only fill up its graphs.
///
/// Confined to the encoder's thread; closed before the encoder.
///
/// @param <K> what images are known by
public interface ImageBatch<K> extends AutoCloseable {

    /// What became of an image.
    sealed interface Outcome<K> {
        K key();
    }

    /// It is encoded.
    record Done<K>(K key, EncodedImage image) implements Outcome<K> {}

    /// It could not be encoded; those beside it go on.
    record Failed<K>(K key, RuntimeException cause) implements Outcome<K> {}

    /// Takes in an image: slices it, resizes, lays out patches.
    ///
    /// @param key of no image that is on its way
    /// @throws dev.glimpse.vision.fault.VisionException if it cannot be; the others are as before
    void add(K key, RgbImage image, EncodeOptions options);

    /// Gives an image up; nothing if it is not on its way.
    void remove(K key);

    /// Slices that are still to be encoded, of all images.
    int slices();

    /// Computes one graph.
    ///
    /// @return the images that are through; they are no longer in here
    List<Outcome<K>> advance();

    /// Gives all images up. Idempotent.
    @Override
    void close();
}
