package dev.glimpse.runtime.encode;

import com.google.errorprone.annotations.MustBeClosed;
import dev.glimpse.runtime.Cancellation;
import dev.glimpse.runtime.ImageCacheOptions;
import dev.glimpse.runtime.ImageCacheStatistics;
import dev.glimpse.runtime.cpu.ComputeTurn;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.FramePack;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.image.RgbImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Encodes each image once: looks for its embedding in memory and in the cache folder, joins a
/// request that is having the same image encoded, else has it encoded on the vision thread.
///
/// Thread-safe by one lock, which guards what is under way and is never held while computing,
/// reading or writing.
public final class ImageEncoder implements AutoCloseable {
    private final VisionThread thread;
    private final String fingerprint;
    private final EmbeddingMemory memory;
    private final Optional<EmbeddingFolder> folder;
    private final Object lock = new Object();
    private final Map<ImageKey, Flight> flights = new HashMap<>();
    private final AtomicLong memoryHits = new AtomicLong();
    private final AtomicLong diskHits = new AtomicLong();
    private final AtomicLong shared = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();
    private final AtomicLong slices = new AtomicLong();

    private ImageEncoder(VisionThread thread, ImageCacheOptions cache) {
        this.thread = thread;
        fingerprint = thread.encoder().fingerprint();
        memory = new EmbeddingMemory(cache.memoryBytes());
        folder = cache.folder().map(path -> new EmbeddingFolder(path, cache.folderBytes()));
    }

    /// Starts a thread for an encoder, which it closes in the end.
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // the returned encoder owns the thread
    public static ImageEncoder start(
            VisionEncoder encoder, ComputeTurn turn, ImageCacheOptions cache) {
        return new ImageEncoder(VisionThread.start(encoder, turn), cache);
    }

    /// What is known of images before they are encoded.
    public VisionEncoder encoder() {
        return thread.encoder();
    }

    public ImageCacheStatistics statistics() {
        EmbeddingMemory.Level level = memory.level();
        return new ImageCacheStatistics(
                memoryHits.get(),
                diskHits.get(),
                shared.get(),
                misses.get(),
                slices.get(),
                level.evictions(),
                level.entries(),
                level.bytes());
    }

    /// Encodes an image, after or beside those that came before. Times in the result are zero where
    /// nothing was computed for it.
    ///
    /// @return nothing if cancelled
    /// @throws dev.glimpse.vision.fault.EncoderException if it cannot be encoded
    /// @throws dev.glimpse.runtime.fault.ModelClosedException if closed meanwhile
    public Optional<EncodedImage> encode(
            RgbImage image, EncodeOptions options, Cancellation cancellation)
            throws InterruptedException {
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        return encode(
                ImageKey.of(fingerprint, options, image),
                new ImageTask.Image(image, options),
                cancellation);
    }

    /// Encodes frames of a video together, as an image is.
    ///
    /// @return nothing if cancelled
    /// @throws dev.glimpse.vision.fault.EncoderException if they cannot be encoded
    /// @throws dev.glimpse.runtime.fault.ModelClosedException if closed meanwhile
    public Optional<EncodedImage> encode(FramePack pack, Cancellation cancellation)
            throws InterruptedException {
        if (cancellation.isCancelled()) {
            return Optional.empty();
        }
        return encode(ImageKey.of(fingerprint, pack), new ImageTask.Pack(pack), cancellation);
    }

    private Optional<EncodedImage> encode(
            ImageKey key, ImageTask.Work work, Cancellation cancellation)
            throws InterruptedException {
        Optional<EncodedImage> known = find(key);
        if (known.isPresent()) {
            return known;
        }
        Flight flight;
        boolean begun;
        synchronized (lock) {
            flight = flights.get(key);
            begun = flight == null;
            if (flight == null) {
                known = memory.find(key); // one that ended a moment ago
                if (known.isPresent()) {
                    memoryHits.incrementAndGet();
                    return known;
                }
                flight = new Flight();
                flights.put(key, flight);
            }
            flight.join();
        }
        (begun ? misses : shared).incrementAndGet();
        try {
            if (begun) {
                begin(flight, key, work);
            }
            Optional<EncodedImage> result = flight.await(cancellation);
            if (begun) {
                result.ifPresent(encoded -> folder.ifPresent(files -> files.put(key, encoded)));
                return result;
            }
            return result.map(EncodedImage::withoutTimes);
        } finally {
            leave(flight, key);
        }
    }

    private Optional<EncodedImage> find(ImageKey key) {
        Optional<EncodedImage> found = memory.find(key);
        if (found.isPresent()) {
            memoryHits.incrementAndGet();
            return found;
        }
        found = folder.flatMap(files -> files.find(key));
        found.ifPresent(image -> {
            diskHits.incrementAndGet();
            memory.put(key, image);
        });
        return found;
    }

    private void begin(Flight flight, ImageKey key, ImageTask.Work work) {
        thread.submit(
                new ImageTask(
                        work,
                        flight,
                        encoded -> {
                            slices.addAndGet(slices(encoded));
                            memory.put(key, encoded.withoutTimes());
                        }));
    }

    private static long slices(EncodedImage image) {
        return image.parts().stream().filter(EncodedPart.Embedding.class::isInstance).count();
    }

    /// The next request for the image begins anew where this is over or given up.
    private void leave(Flight flight, ImageKey key) {
        synchronized (lock) {
            boolean abandoned = flight.leave();
            if (abandoned || flight.result().isDone()) {
                flights.remove(key, flight);
            }
        }
    }

    /// Drops waiting images, waits for those being encoded, and frees the encoder. Idempotent.
    @Override
    public void close() {
        thread.close();
    }
}
