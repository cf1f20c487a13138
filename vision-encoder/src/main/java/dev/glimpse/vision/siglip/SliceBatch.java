package dev.glimpse.vision.siglip;

import dev.glimpse.vision.EncodeOptions;
import dev.glimpse.vision.ImageBatch;
import dev.glimpse.vision.image.RgbImage;
import dev.glimpse.vision.patch.PatchGrid;
import dev.glimpse.vision.patch.Patches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An [ImageBatch] of slices in plain memory. Each graph begins with the first slice of the first
/// image, and is filled up with slices of the same grid, of that image and of those behind it.
/// Confined to one thread.
final class SliceBatch<K> implements ImageBatch<K> {
    private final Slicing slicing;
    private final SliceGraphs graphs;
    private final Map<K, SlicesUnderWay> images = new LinkedHashMap<>();

    /// What precedes and follows the graphs.
    @FunctionalInterface
    interface Slicing {
        /// An image's slices, and what is made of their embeddings.
        SlicesUnderWay begin(RgbImage image, EncodeOptions options);
    }

    /// A slice that is to be encoded.
    private record Place<K>(K key, SlicesUnderWay image, int slice) {
        Patches patches() {
            return image.slices().get(slice);
        }
    }

    SliceBatch(Slicing slicing, SliceGraphs graphs) {
        this.slicing = slicing;
        this.graphs = graphs;
    }

    @Override
    public void add(K key, RgbImage image, EncodeOptions options) {
        if (images.containsKey(key)) {
            throw new IllegalArgumentException(key + " is already on its way");
        }
        images.put(key, slicing.begin(image, options));
    }

    @Override
    public void remove(K key) {
        images.remove(key);
    }

    @Override
    public int slices() {
        return images.values().stream().mapToInt(SlicesUnderWay::missing).sum();
    }

    @Override
    public List<Outcome<K>> advance() {
        var outcomes = new ArrayList<Outcome<K>>();
        List<Place<K>> places = nextGraph();
        if (!places.isEmpty()) {
            encode(places, outcomes);
        }
        for (Map.Entry<K, SlicesUnderWay> entry : List.copyOf(images.entrySet())) {
            if (entry.getValue().missing() == 0) {
                images.remove(entry.getKey());
                outcomes.add(new Done<>(entry.getKey(), entry.getValue().finished()));
            }
        }
        return outcomes;
    }

    private List<Place<K>> nextGraph() {
        var places = new ArrayList<Place<K>>();
        for (Map.Entry<K, SlicesUnderWay> entry : images.entrySet()) {
            SlicesUnderWay image = entry.getValue();
            for (int slice = 0; slice < image.slices().size(); slice++) {
                if (!image.has(slice) && isLike(image.slices().get(slice).grid(), places)) {
                    places.add(new Place<>(entry.getKey(), image, slice));
                }
            }
        }
        return places.isEmpty()
                ? places
                : places.subList(
                        0, graphs.largestBatch(places.getFirst().patches().grid(), places.size()));
    }

    private static <K> boolean isLike(PatchGrid grid, List<Place<K>> places) {
        return places.isEmpty() || places.getFirst().patches().grid().equals(grid);
    }

    /// A graph that fails is tried again for each image alone, so that one is to blame.
    private void encode(List<Place<K>> places, List<Outcome<K>> outcomes) {
        Map<K, List<Place<K>>> byImage = new LinkedHashMap<>();
        places.forEach(
                place -> byImage.computeIfAbsent(place.key(), _ -> new ArrayList<>()).add(place));
        try {
            run(places);
        } catch (RuntimeException e) {
            if (byImage.size() == 1) {
                K key = places.getFirst().key();
                images.remove(key);
                outcomes.add(new Failed<>(key, e));
            } else {
                byImage.values().forEach(alone -> encode(alone, outcomes));
            }
        }
    }

    /// A graph's time is that of every image in it: each waited for all of it.
    private void run(List<Place<K>> places) {
        long start = System.nanoTime();
        var embeddings = graphs.encode(places.stream().map(Place::patches).toList());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        for (int i = 0; i < places.size(); i++) {
            places.get(i).image().set(places.get(i).slice(), embeddings.get(i));
        }
        places.stream().map(Place::image).distinct().forEach(image -> image.addTime(took));
    }

    @Override
    public void close() {
        images.clear();
    }
}
