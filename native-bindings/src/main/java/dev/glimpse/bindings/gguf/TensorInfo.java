package dev.glimpse.bindings.gguf;

import java.util.List;
import java.util.stream.Collectors;

/// Where a tensor is in a file and what it looks like.
///
/// @param shape one to four extents in ggml's order, the contiguous one first
/// @param offset bytes from the beginning of the data section
/// @param bytes size in the file
public record TensorInfo(String name, TensorType type, List<Long> shape, long offset, long bytes) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /// Numbers in the tensor.
    public long elements() {
        long elements = 1;
        for (long extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }

    /// The shape as `1152x4304`.
    public String shapeText() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
