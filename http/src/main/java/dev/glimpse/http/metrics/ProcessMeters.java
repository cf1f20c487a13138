package dev.glimpse.http.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Memory of the process: its own pages in RAM, where Linux tells them, and Java's heap among them.
/// What native code holds (weights, KV cache, scratch) is the rest.
final class ProcessMeters implements MeterBinder {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("process.resident.memory.bytes", ProcessMeters::residentBytes)
                .description("Memory in RAM; not a number where the system does not tell.")
                .register(registry);
        Gauge.builder("glimpse.heap.used.bytes", ProcessMeters::heapBytes)
                .description("Java's heap in use.")
                .register(registry);
        Gauge.builder("glimpse.heap.max.bytes", Runtime.getRuntime()::maxMemory)
                .description("How far Java's heap may grow.")
                .register(registry);
    }

    private static Number heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Number residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024)
                    .orElse(Double.NaN);
        } catch (IOException _) {
            return Double.NaN; // it ends while it is read: no figure
        }
    }
}
