package dev.glimpse.http.metrics;

import dev.glimpse.runtime.ModelStatistics;
import dev.glimpse.runtime.PrefixStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The model's own statistics: its queue, its caches, its memory.
final class ModelMeters implements MeterBinder {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<ModelStatistics> model;

    ModelMeters(Supplier<ModelStatistics> model) {
        this.model = model;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queue(registry);
        images(registry);
        prefixes(registry);
        savedPrefixes(registry);
        memory(registry);
    }

    private void memory(MeterRegistry registry) {
        String name = "glimpse.model.memory.bytes";
        String memory =
                "What the model takes on all devices, as planned when it was opened: the decoder's"
                        + " weights, KV cache, recurrent state and scratch; all of the vision"
                        + " encoder.";
        gauge(registry, name, "weights", memory, s -> s.memory().weights());
        gauge(registry, name, "kv_cache", memory, s -> s.memory().kvCache());
        gauge(registry, name, "state", memory, s -> s.memory().state());
        gauge(registry, name, "scratch", memory, s -> s.memory().scratch());
        gauge(registry, name, "vision", memory, s -> s.memory().vision());
    }

    private void queue(MeterRegistry registry) {
        String requests = "Requests inside the model.";
        gauge(registry, "glimpse.queue.requests", "running", requests, s -> s.queue().running());
        gauge(registry, "glimpse.queue.requests", "waiting", requests, s -> s.queue().waiting());
        gauge(
                registry,
                "glimpse.queue.capacity",
                "",
                "Requests that may be inside the model; one more is refused.",
                s -> s.queue().capacity());
        gauge(
                registry,
                "glimpse.queue.expected.wait.seconds",
                "",
                "How long a request that comes now would wait.",
                s -> s.queue().expectedWait().toNanos() / NANOS_PER_SECOND);
    }

    private void images(MeterRegistry registry) {
        String name = "glimpse.image.cache.lookups";
        String lookups = "Images, by where their embedding was found; a miss was encoded.";
        counter(registry, name, "memory", lookups, s -> s.images().memoryHits());
        counter(registry, name, "disk", lookups, s -> s.images().diskHits());
        counter(registry, name, "shared", lookups, s -> s.images().shared());
        counter(registry, name, "miss", lookups, s -> s.images().misses());
        counter(
                registry,
                "glimpse.image.cache.evictions",
                "",
                "Embeddings that made room for others.",
                s -> s.images().evictions());
        counter(
                registry,
                "glimpse.slices.encoded",
                "",
                "Slices of images that were encoded, overviews among them.",
                s -> s.images().slices());
        gauge(
                registry,
                "glimpse.image.cache.entries",
                "",
                "Embeddings in memory.",
                s -> s.images().entries());
        gauge(
                registry,
                "glimpse.image.cache.bytes",
                "",
                "What these take.",
                s -> s.images().bytes());
    }

    private void prefixes(MeterRegistry registry) {
        String name = "glimpse.prefix.cache.lookups";
        String lookups = "Prompts, by whether they began with rows computed for another.";
        counter(registry, name, "hit", lookups, s -> s.prefixes().hits());
        counter(registry, name, "miss", lookups, s -> s.prefixes().misses());
        String rows = "Rows of prompts, by whether they were computed or shared.";
        counter(registry, "glimpse.prompt.rows", "shared", rows, s -> s.prefixes().sharedRows());
        counter(
                registry,
                "glimpse.prompt.rows",
                "computed",
                rows,
                s -> (double) s.prefixes().promptRows() - s.prefixes().sharedRows());
        gauge(
                registry,
                "glimpse.kv.rows",
                "",
                "Rows held in the KV cache, of requests that run and that have ended.",
                s -> s.prefixes().heldRows());
        gauge(
                registry,
                "glimpse.kv.rows.capacity",
                "",
                "Rows that the KV cache can hold.",
                s -> s.prefixes().capacityRows());
    }

    private void savedPrefixes(MeterRegistry registry) {
        saved(registry, "memory", "on the heap", s -> s.prefixes().saved());
        saved(registry, "folder", "in their folder", s -> s.prefixes().stored());
    }

    /// @param place in the meters' names
    private void saved(
            MeterRegistry registry,
            String place,
            String where,
            Function<ModelStatistics, PrefixStatistics.Saved> of) {
        String name = "glimpse.saved.prefix." + place;
        String operations =
                "Prefixes given up in the KV cache: how many were saved "
                        + where
                        + ", how often one was put back from there.";
        counter(registry, name + ".operations", "save", operations, s -> of.apply(s).saves());
        counter(registry, name + ".operations", "restore", operations, s -> of.apply(s).restores());
        gauge(
                registry,
                name + ".entries",
                "",
                "Saved prefixes " + where + ".",
                s -> of.apply(s).entries());
        gauge(registry, name + ".bytes", "", "What these take.", s -> of.apply(s).bytes());
    }

    /// @param kind the value of the tag `kind`; empty for meters that have none
    private void gauge(
            MeterRegistry registry,
            String name,
            String kind,
            String description,
            ToDoubleFunction<ModelStatistics> value) {
        Supplier<Number> number = () -> value.applyAsDouble(model.get());
        Gauge.Builder<Supplier<Number>> gauge =
                Gauge.builder(name, number).description(description);
        (kind.isEmpty() ? gauge : gauge.tag("kind", kind)).register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String kind,
            String description,
            ToDoubleFunction<ModelStatistics> value) {
        // The registry holds `registry` anyway, and would hold anything else but weakly.
        FunctionCounter.Builder<MeterRegistry> counter =
                FunctionCounter.builder(name, registry, _ -> value.applyAsDouble(model.get()))
                        .description(description);
        (kind.isEmpty() ? counter : counter.tag("kind", kind)).register(registry);
    }
}
