package dev.glimpse.runtime.load;

import dev.glimpse.bindings.ggml.Device;
import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.ModelParams;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.options.PlacementOptions;
import java.util.List;
import java.util.stream.Collectors;

/// The devices there are, for the settings that name them.
final class Placement {
    private Placement() {}

    /// How the decoder is loaded.
    ///
    /// @throws ModelLoadException if a device is named that there is not, or memory shall be locked
    ///   that cannot be
    static ModelParams params(PlacementOptions options) {
        List<Device> gpus =
                Device.list().stream().filter(device -> device.kind() != Device.Kind.CPU).toList();
        for (String name : options.devices()) {
            if (gpus.stream().noneMatch(device -> device.name().equals(name))) {
                throw new ModelLoadException("there is no device " + name + "; " + known(gpus));
            }
        }
        int usable = options.devices().isEmpty() ? gpus.size() : options.devices().size();
        options.mainGpu()
                .ifPresent(gpu -> {
                    if (gpu >= usable) {
                        throw new ModelLoadException(
                                "mainGpu is "
                                        + gpu
                                        + ", but "
                                        + usable
                                        + " GPUs may be used; "
                                        + known(gpus));
                    }
                });
        if (options.loading().locked() && !LlamaModel.canLockMemory()) {
            throw new ModelLoadException("memory cannot be locked on this system; leave mlock out");
        }
        return new ModelParams(
                options.gpuLayers(),
                options.devices(),
                options.mainGpu(),
                options.loading(),
                false);
    }

    private static String known(List<Device> gpus) {
        return gpus.isEmpty()
                ? "there is no GPU here, or this build of llama.cpp has no backend for it"
                : "there are "
                        + gpus.stream().map(Device::toString).collect(Collectors.joining(", "));
    }
}
