package dev.glimpse.runtime.memory;

import dev.glimpse.bindings.fault.GgufException;
import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.SavedPrefixOptions;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.memory.MemoryPlan.DevicePlan;
import dev.glimpse.runtime.options.Adapter;
import dev.glimpse.runtime.options.DecoderOptions;
import dev.glimpse.runtime.options.PlacementOptions;
import dev.glimpse.vision.EncoderOptions;
import dev.glimpse.vision.VisionEncoder;
import dev.glimpse.vision.fault.VisionException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Chooses what was left open, the length of the context and how many sequences there are, so that
/// a model fits into memory.
public final class MemoryPlanner {
    /// A context that is not asked for is not made shorter than this.
    private static final int SHORTEST = 1024;

    /// Part of what is available that stays free for everything else.
    private static final double FREE = 0.05;

    private final MemoryEstimate estimate;
    private final ModelOptions options;
    private final List<DeviceMemory> devices;

    MemoryPlanner(MemoryEstimate estimate, ModelOptions options, List<DeviceMemory> devices) {
        this.estimate = estimate;
        this.options = options;
        this.devices = List.copyOf(devices);
    }

    /// Plans for the devices that there are.
    ///
    /// @param decoder the checked header of the decoder's file
    /// @param batchRows rows computed at once
    /// @throws ModelLoadException if it cannot fit, with the numbers and what to do
    public static MemoryPlan plan(GgufFile decoder, ModelOptions options, int batchRows) {
        try {
            var files =
                    new MemoryEstimate.Files(
                            decoder,
                            visionBytes(decoder, options),
                            options.decoder().adapters().stream()
                                    .map(Adapter::file)
                                    .map(GgufFile::read)
                                    .toList());
            var estimate =
                    new MemoryEstimate(
                            files, options.decoder().kvCache(), options.placement(), batchRows);
            return new MemoryPlanner(estimate, options, devices(options.placement())).plan();
        } catch (GgufException e) {
            throw new ModelLoadException(e.getMessage(), e);
        } catch (VisionException e) {
            throw new ModelLoadException(e.getMessage(), e);
        }
    }

    private static long visionBytes(GgufFile decoder, ModelOptions options) {
        int width = new DecoderShape(decoder).width();
        var encoder =
                new EncoderOptions(1, options.placement().usesGpu())
                        .withFidelity(options.vision().fidelity());
        return options.mmproj()
                .map(mmproj -> VisionEncoder.plannedBytes(mmproj, width, encoder))
                .orElse(0L);
    }

    private static List<DeviceMemory> devices(PlacementOptions placement) {
        var devices = new ArrayList<DeviceMemory>();
        OptionalLong available = MachineMemory.ofThisMachine().available();
        long limit =
                placement
                        .memoryBytes()
                        .orElseGet(() -> (long) (available.orElse(Long.MAX_VALUE) * (1 - FREE)));
        devices.add(new DeviceMemory(DeviceMemory.CPU, limit));
        if (placement.usesGpu()) {
            Device.list().stream()
                    .filter(device -> device.kind() != Device.Kind.CPU)
                    .filter(device ->
                            placement.devices().isEmpty()
                                    || placement.devices().contains(device.name()))
                    .forEach(device ->
                            devices.add(
                                    new DeviceMemory(
                                            device.name(),
                                            (long) (device.freeMemory() * (1 - FREE)))));
        }
        return devices;
    }

    MemoryPlan plan() {
        for (int context : contexts()) {
            for (Concurrency concurrency : concurrencies()) {
                MemoryPlan plan = plan(context, concurrency);
                if (plan.fits()) {
                    return plan;
                }
            }
        }
        throw tooLarge(plan(contexts().getLast(), concurrencies().getLast()));
    }

    private MemoryPlan plan(int context, Concurrency concurrency) {
        List<MemoryUse> uses = estimate.uses(context, concurrency, devices);
        var plans = new ArrayList<DevicePlan>();
        for (int device = 0; device < devices.size(); device++) {
            plans.add(new DevicePlan(devices.get(device), uses.get(device)));
        }
        return new MemoryPlan(context, concurrency, plans);
    }

    /// The longest first.
    private List<Integer> contexts() {
        int asked = options.decoder().contextTokens();
        if (asked > 0) {
            return List.of(asked);
        }
        int most =
                Math.min(
                        Math.max(1, estimate.decoder().trainedContext()),
                        DecoderOptions.MAX_AUTOMATIC_CONTEXT);
        return Stream.iterate(most, each -> each == most || each >= SHORTEST, each -> each / 2)
                .toList();
    }

    /// What was asked for; where nothing was, less of what is kept for later, then of answers at
    /// once, which is what recurrent state is large by.
    private List<Concurrency> concurrencies() {
        Concurrency asked = options.concurrency();
        if (!asked.withSavedPrefixes(SavedPrefixOptions.NONE).equals(Concurrency.DEFAULT)) {
            return List.of(asked);
        }
        return List.of(
                asked,
                asked.withCachedPrefixes(4),
                asked.withCachedPrefixes(2).withSlots(2),
                asked.withCachedPrefixes(0).withSlots(1));
    }

    private ModelLoadException tooLarge(MemoryPlan smallest) {
        DevicePlan full =
                smallest.devices().stream()
                        .filter(device -> !device.fits())
                        .findFirst()
                        .orElseThrow();
        return new ModelLoadException(
                options.model()
                        + " does not fit into memory: it takes "
                        + MemoryPlan.mebibytes(full.use().total())
                        + " MiB of "
                        + full.memory().name()
                        + ", where "
                        + (full.memory().available() >> 20)
                        + " MiB may be taken ("
                        + smallest.text()
                        + "); "
                        + advice(full));
    }

    private String advice(DevicePlan full) {
        boolean gpu = !full.memory().name().equals(DeviceMemory.CPU);
        return "take a shorter context or fewer slots, keep keys and values as q8_0, "
                + (gpu
                        ? "or put fewer layers on the GPU"
                        : "take a file of fewer bits a weight, or allow it more memory");
    }
}
