package dev.glimpse.runtime.memory;

/// A device as it is before a model is loaded.
///
/// @param name `CPU`, `CUDA0`
/// @param available bytes that may be taken
public record DeviceMemory(String name, long available) {
    /// The processor's name.
    public static final String CPU = "CPU";
}
