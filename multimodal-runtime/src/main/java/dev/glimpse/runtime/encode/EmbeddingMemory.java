package dev.glimpse.runtime.encode;

import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Embeddings in memory, those used longest ago given up first. Thread-safe by one lock.
final class EmbeddingMemory {
    /// What a part takes besides its floats, roughly.
    private static final long PART_BYTES = 128;

    private final long limit;
    private final Map<ImageKey, EncodedImage> images = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long evictions;

    /// What is held now.
    record Level(long entries, long bytes, long evictions) {}

    /// @param limit bytes
    EmbeddingMemory(long limit) {
        this.limit = limit;
    }

    synchronized Optional<EncodedImage> find(ImageKey key) {
        return Optional.ofNullable(images.get(key));
    }

    /// Keeps an image; one that is larger than all the room there is, is not kept.
    synchronized void put(ImageKey key, EncodedImage image) {
        long size = bytes(image);
        if (size > limit || images.containsKey(key)) {
            return;
        }
        images.put(key, image);
        bytes += size;
        Iterator<EncodedImage> oldest = images.values().iterator();
        while (bytes > limit) {
            bytes -= bytes(oldest.next());
            oldest.remove();
            evictions++;
        }
    }

    synchronized Level level() {
        return new Level(images.size(), bytes, evictions);
    }

    static long bytes(EncodedImage image) {
        long bytes = 0;
        for (EncodedPart part : image.parts()) {
            bytes +=
                    PART_BYTES
                            + switch (part) {
                                case EncodedPart.Markers markers -> 16L * markers.tokens().size();
                                case EncodedPart.Embedding embedding ->
                                        (long) Float.BYTES
                                                * embedding.image().rows()
                                                * embedding.image().width();
                            };
        }
        return bytes;
    }
}
