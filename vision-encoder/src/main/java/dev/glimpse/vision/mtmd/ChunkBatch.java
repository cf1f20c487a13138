package dev.glimpse.vision.mtmd;

import dev.glimpse.bindings.fault.NativeException;
import dev.glimpse.bindings.mtmd.MtmdChunk;
import dev.glimpse.bindings.mtmd.MtmdChunks;
import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.EncodedImage;
import dev.glimpse.vision.EncodedPart;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.fault.EncoderException;
import dev.glimpse.vision.image.RgbImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An [ImageBatch] of one image after the other: libmtmd encodes a slice at a time. Owns what
/// libmtmd made of the images. Confined to one thread.
final class ChunkBatch<K> implements ImageBatch<K> {
    private final MtmdVisionEncoder encoder;
    private final Map<K, ChunksUnderWay> images = new LinkedHashMap<>();

    /// An image as libmtmd cut it.
    private static final class ChunksUnderWay {
        private final MtmdChunks chunks;
        private final List<MtmdChunk> list;
        private final String name;
        private final Duration preprocess;
        private final List<EncodedPart> parts = new ArrayList<>();
        private Duration encode = Duration.ZERO;

        ChunksUnderWay(MtmdChunks chunks, String name, Duration preprocess) {
            this.chunks = chunks;
            this.list = chunks.list();
            this.name = name;
            this.preprocess = preprocess;
        }
    }

    ChunkBatch(MtmdVisionEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    @SuppressWarnings("MustBeClosed") // closed when the image is through, or given up
    public void add(K key, RgbImage image, EncodeOptions options) {
        if (images.containsKey(key)) {
            throw new IllegalArgumentException(key + " is already on its way");
        }
        long start = System.nanoTime();
        MtmdChunks chunks = encoder.prepare(image, options);
        try {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            String name = "image " + image.width() + "x" + image.height();
            images.put(key, new ChunksUnderWay(chunks, name, took));
        } catch (RuntimeException | Error e) {
            chunks.close();
            throw e;
        }
    }

    @Override
    public void remove(K key) {
        ChunksUnderWay image = images.remove(key);
        if (image != null) {
            image.chunks.close();
        }
    }

    @Override
    public int slices() {
        int slices = 0;
        for (ChunksUnderWay image : images.values()) {
            slices += image.list.size() - image.parts.size();
        }
        return slices;
    }

    /// Goes on with the first image, by one slice.
    @Override
    public List<Outcome<K>> advance() {
        for (Map.Entry<K, ChunksUnderWay> first : images.entrySet()) {
            K key = first.getKey();
            ChunksUnderWay image = first.getValue();
            try {
                advance(image);
            } catch (NativeException e) {
                remove(key);
                var fault =
                        new EncoderException(
                                image.name + " could not be encoded: " + e.getMessage(), e);
                return List.of(new Failed<>(key, fault));
            }
            if (image.parts.size() < image.list.size()) {
                return List.of();
            }
            remove(key);
            return List.of(
                    new Done<>(key, new EncodedImage(image.parts, image.preprocess, image.encode)));
        }
        return List.of();
    }

    /// Goes on to the end of a slice, and of the markers behind it, which take no graph.
    private void advance(ChunksUnderWay image) {
        boolean encoded = false;
        for (MtmdChunk chunk : image.list.subList(image.parts.size(), image.list.size())) {
            switch (chunk) {
                case MtmdChunk.Text(List<Integer> tokens) ->
                        image.parts.add(new EncodedPart.Markers(tokens));
                case MtmdChunk.Image slice -> {
                    if (encoded) {
                        return;
                    }
                    long start = System.nanoTime();
                    image.parts.add(new EncodedPart.Embedding(encoder.embed(image.chunks, slice)));
                    image.encode = image.encode.plusNanos(System.nanoTime() - start);
                    encoded = true;
                }
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(images.keySet()).forEach(this::remove);
    }
}
