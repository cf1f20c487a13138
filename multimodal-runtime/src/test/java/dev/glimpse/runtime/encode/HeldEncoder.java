package dev.glimpse.runtime.encode;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.ImageEmbedding;
import dev.glimpse.vision.ImageView;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;

/// Computes no graph before it is let. An image has as many slices as rows; a graph takes one of
/// each image. Its embedding is its width.
final class HeldEncoder implements VisionEncoder {
    /// Width of images that cannot be sliced.
    static final int UNFIT = 1000;

    /// Width of images whose graph fails.
    static final int BROKEN = 1001;

    /// The widths of the images in each graph.
    final List<List<Integer>> graphs = Collections.synchronizedList(new ArrayList<>());

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore let = new Semaphore(0);
    volatile boolean closed;
    volatile EncoderException failure;

    /// Waits for the next graph to begin.
    void awaitGraph() throws InterruptedException {
        begun.acquire();
    }

    void letOne() {
        let.release();
    }

    void letAll() {
        let.release(1 << 20);
    }

    private static final class Image {
        final RgbImage pixels;
        int left;

        Image(RgbImage pixels) {
            this.pixels = pixels;
            left = pixels.height();
        }

        EncodedImage encoded() {
            var values = new float[] {pixels.width()};
            var embedding = new ImageEmbedding(1, 1, values, Optional.empty(), true);
            return new EncodedImage(
                    List.of(new EncodedPart.Embedding(embedding)),
                    Duration.ofNanos(1),
                    Duration.ofNanos(1));
        }
    }

    private final class Batch<K> implements ImageBatch<K> {
        private final Map<K, Image> images = new LinkedHashMap<>();

        @Override
        public void add(K key, RgbImage image, EncodeOptions options) {
            if (image.width() == UNFIT) {
                throw new EncoderException("unfit");
            }
            images.put(key, new Image(image));
        }

        @Override
        public void remove(K key) {
            images.remove(key);
        }

        @Override
        public int slices() {
            return images.values().stream().mapToInt(image -> image.left).sum();
        }

        @Override
        public List<Outcome<K>> advance() {
            graphs.add(images.values().stream().map(image -> image.pixels.width()).toList());
            begun.release();
            let.acquireUninterruptibly(); // a native call goes on, too
            var outcomes = new ArrayList<Outcome<K>>();
            for (Map.Entry<K, Image> entry : List.copyOf(images.entrySet())) {
                Image image = entry.getValue();
                image.left--;
                if (failure != null || image.pixels.width() == BROKEN) {
                    images.remove(entry.getKey());
                    outcomes.add(
                            new Failed<>(
                                    entry.getKey(),
                                    failure == null ? new EncoderException("broken") : failure));
                } else if (image.left == 0) {
                    images.remove(entry.getKey());
                    outcomes.add(new Done<>(entry.getKey(), image.encoded()));
                }
            }
            return outcomes;
        }

        @Override
        public void close() {
            images.clear();
        }
    }

    @Override
    public <K> ImageBatch<K> batch() {
        return new Batch<>();
    }

    @Override
    public Optional<ImageView> view(int width, int height, EncodeOptions options) {
        return Optional.empty();
    }

    @Override
    public OptionalInt imageTokens(int width, int height, EncodeOptions options) {
        return OptionalInt.of(1);
    }

    @Override
    public boolean obeys(EncodeOptions options) {
        return true;
    }

    @Override
    public List<Integer> imageNumber(int number) {
        return List.of();
    }

    @Override
    public String fingerprint() {
        return "held";
    }

    @Override
    public void close() {
        closed = true;
    }
}
