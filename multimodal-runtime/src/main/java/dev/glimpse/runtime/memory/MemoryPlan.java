package dev.glimpse.runtime.memory;

import dev.glimpse.runtime.Concurrency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How a model will be opened, and what that takes.
///
/// @param contextTokens positions in the context
/// @param concurrency answers at once, and what is kept for later ones
/// @param devices what each device has and gives, the processor first
public record MemoryPlan(int contextTokens, Concurrency concurrency, List<DevicePlan> devices) {
    public MemoryPlan {
        devices = List.copyOf(devices);
    }

    /// A device's memory beside what the model takes of it.
    ///
    /// @param use of its memory by the model
    public record DevicePlan(DeviceMemory memory, MemoryUse use) {
        boolean fits() {
            return use.total() <= memory.available();
        }
    }

    boolean fits() {
        return devices.stream().allMatch(DevicePlan::fits);
    }

    /// What the model takes of all devices together.
    public MemoryUse use() {
        return devices.stream().map(DevicePlan::use).reduce(MemoryUse.NONE, MemoryUse::plus);
    }

    /// The plan in one line, sizes in MiB.
    public String text() {
        return String.format(
                        Locale.ROOT,
                        "context %,d tokens, %d slots, %d cached prefixes; ",
                        contextTokens,
                        concurrency.slots(),
                        concurrency.cachedPrefixes())
                + devices.stream().map(MemoryPlan::text).collect(Collectors.joining("; "));
    }

    private static String text(DevicePlan device) {
        MemoryUse use = device.use();
        return String.format(
                Locale.ROOT,
                "%s %,d of %,d MiB (weights %,d, KV cache %,d, recurrent state %,d, scratch %,d,"
                        + " vision %,d)",
                device.memory().name(),
                mebibytes(use.total()),
                device.memory().available() >> 20,
                mebibytes(use.weights()),
                mebibytes(use.kvCache()),
                mebibytes(use.state()),
                mebibytes(use.scratch()),
                mebibytes(use.vision()));
    }

    /// Rounded up.
    static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
