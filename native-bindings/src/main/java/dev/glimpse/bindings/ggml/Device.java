package dev.glimpse.bindings.ggml;

import dev.glimpse.bindings.ffi.Llama;
import dev.glimpse.bindings.ffi.ggml_backend_dev_get_extra_bufts_t;
import dev.glimpse.bindings.library.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Something that computes: the processor, a GPU. A view of what lives as long as the process.
public final class Device {
    private final MemorySegment device;

    private Device(MemorySegment device) {
        this.device = device;
    }

    /// What kind of device.
    public enum Kind {
        CPU,
        GPU,
        INTEGRATED_GPU,
        ACCELERATOR
    }

    /// All devices, the processor last.
    public static List<Device> list() {
        NativeLibraries.load();
        var devices = new ArrayList<Device>();
        for (long index = 0; index < Llama.ggml_backend_dev_count(); index++) {
            devices.add(new Device(Llama.ggml_backend_dev_get(index)));
        }
        return List.copyOf(devices);
    }

    /// The processor.
    public static Device cpu() {
        NativeLibraries.load();
        return new Device(Llama.ggml_backend_dev_by_type(Llama.GGML_BACKEND_DEVICE_TYPE_CPU()));
    }

    /// A short name: `CPU`, `CUDA0`.
    public String name() {
        return Llama.ggml_backend_dev_name(device).getString(0);
    }

    /// The product's name.
    public String description() {
        return Llama.ggml_backend_dev_description(device).getString(0);
    }

    public Kind kind() {
        int type = Llama.ggml_backend_dev_type(device);
        if (type == Llama.GGML_BACKEND_DEVICE_TYPE_CPU()) {
            return Kind.CPU;
        }
        if (type == Llama.GGML_BACKEND_DEVICE_TYPE_GPU()) {
            return Kind.GPU;
        }
        return type == Llama.GGML_BACKEND_DEVICE_TYPE_IGPU()
                ? Kind.INTEGRATED_GPU
                : Kind.ACCELERATOR;
    }

    /// Bytes of memory that are free now, as the device says.
    public long freeMemory() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
            Llama.ggml_backend_dev_memory(device, free, arena.allocate(ValueLayout.JAVA_LONG));
            return free.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /// Plain memory of the device.
    public BufferType bufferType() {
        return new BufferType(Llama.ggml_backend_dev_buffer_type(device), device);
    }

    /// Memory in which weights are rearranged for quicker kernels (repacked rows, AMX tiles), the
    /// best first. Each takes some types only: [BufferType#takesWeight].
    public List<BufferType> extraBufferTypes() {
        MemorySegment registry = Llama.ggml_backend_dev_backend_reg(device);
        try (var arena = Arena.ofConfined()) {
            MemorySegment function =
                    Llama.ggml_backend_reg_get_proc_address(
                            registry, arena.allocateFrom("ggml_backend_dev_get_extra_bufts"));
            if (function.equals(MemorySegment.NULL)) {
                return List.of();
            }
            MemorySegment types = ggml_backend_dev_get_extra_bufts_t.invoke(function, device);
            if (types.equals(MemorySegment.NULL)) {
                return List.of();
            }
            return readList(types.reinterpret(Long.MAX_VALUE));
        }
    }

    private List<BufferType> readList(MemorySegment types) {
        var list = new ArrayList<BufferType>();
        for (long index = 0; ; index++) {
            MemorySegment type = types.getAtIndex(ValueLayout.ADDRESS, index);
            if (type.equals(MemorySegment.NULL)) {
                return List.copyOf(list);
            }
            list.add(new BufferType(type, device));
        }
    }

    MemorySegment nativeDevice() {
        return device;
    }

    @Override
    public String toString() {
        return name() + " (" + description() + ")";
    }
}
